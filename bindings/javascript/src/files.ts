import { invalid } from "./errors.js";
import { finished, guarded } from "./resource.js";
import type { NativeDownload } from "./wasm/engine.js";

/** A file on its way. Nothing but its beginning has been read yet; it can be read once. */
export class Download {
  /** Media type, as the portal says. */
  readonly contentType: string | undefined;
  /** Name the portal suggests, made safe: one component of a path on every system. */
  readonly fileName: string | undefined;
  /** Bytes, when the portal says. */
  readonly size: number | undefined;
  readonly #native: NativeDownload;
  readonly #signal: AbortSignal | undefined;
  #isRead = false;

  /** @internal */
  constructor(native: NativeDownload, signal: AbortSignal | undefined) {
    this.contentType = native.contentType;
    this.fileName = native.fileName;
    this.size = native.size;
    this.#native = native;
    this.#signal = signal;
  }

  /** Piece by piece; one that ends before its announced size ends with an error. */
  stream(): ReadableStream<Uint8Array<ArrayBuffer>> {
    if (this.#isRead) {
      throw invalid("the file was already read; download it again");
    }
    this.#isRead = true;
    const native = this.#native;
    return new ReadableStream({
      pull: async (controller) => {
        const piece = await finished<Uint8Array<ArrayBuffer> | undefined>(
          guarded(() => native.next()),
          this.#signal,
        );
        if (piece === undefined) {
          controller.close();
        } else {
          controller.enqueue(piece);
        }
      },
      cancel: () => native.close(),
    });
  }

  /** The whole file, at most 256 MiB unless `maxFileSize` says otherwise. */
  async bytes(): Promise<Uint8Array<ArrayBuffer>> {
    const pieces = this.stream();
    this.#native.inMemory();
    return new Uint8Array(await new Response(pieces).arrayBuffer());
  }

  /** The whole file with its media type, as browsers like it. */
  async blob(): Promise<Blob> {
    return new Blob([await this.bytes()], { type: this.contentType ?? "" });
  }
}
