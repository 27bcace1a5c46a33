import { read } from "./codec.js";
import type { Vm, VmStatus } from "./generated/models.js";
import { Resource } from "./resource.js";

/** What is waited for. */
export interface WaitOptions {
  /** Id of the service. */
  service: string | number;
  /** Id of the machine. */
  vm: string | number;
  /** `running` when left out; `rebooted` wants the machine to have been away. */
  until?: "running" | "stopped" | "rebooted";
  /** Seconds between looks, 3 when left out. */
  every?: number;
  /** Seconds after which to give up, 600 when left out. */
  deadline?: number;
  /** Is told what is seen, every time. */
  onProgress?: (seen: { status: VmStatus | undefined; elapsed: number }) => void;
  /** Stops waiting. */
  signal?: AbortSignal;
}

/** Waiting, for the resource `vms`. */
export class VmWaits extends Resource {
  /**
   * Waits until a machine is what it was waited for.
   *
   * @throws {@link PortalError} of kind `portal` when the machine fails, `timeout` at the deadline.
   */
  async wait({ service, vm, until = "running", every, deadline, onProgress, signal }: WaitOptions): Promise<Vm> {
    const request = JSON.stringify({ service: String(service), vm: String(vm), until, every, deadline });
    const tell = onProgress && ((status: VmStatus | undefined, elapsed: number) => onProgress({ status, elapsed }));
    const text = await this.connection.run<string>((native) => native.wait(request, tell), signal);
    return read(JSON.parse(text).value, "", "Vm") as Vm;
  }
}
