import type { ErrorKind } from "./generated/models.js";

/** One complaint of the portal: its code, its text, and the field it is about. */
export interface Problem {
  code: string | undefined;
  message: string;
  field: string | undefined;
}

/** How to go on where the portal wants a second factor. */
export interface MfaChallenge {
  token: string;
  methods: string[];
  expiresAt: string | undefined;
}

interface Details {
  kind: string;
  message: string;
  operation?: string | null;
  status?: number | null;
  attempts?: number;
  retry_after?: number | null;
  json_path?: string | null;
  safe_to_repeat?: boolean;
  problems?: { code: string | null; message: string; field: string | null }[];
  mfa?: { token: string; methods: string[]; expires_at: string | null } | null;
  raw?: unknown;
}

// Two copies of the package, ESM and CommonJS, must know each other's errors.
const brand = Symbol.for("viettel-idc.PortalError");

/** A call failed. The text never holds a secret. */
export class PortalError extends Error {
  override readonly name = "PortalError";
  /** What went wrong. */
  readonly kind: ErrorKind;
  /** The operation that failed, such as `billing_invoice`. */
  readonly operation: string | undefined;
  /** HTTP status; the portal refuses most calls with 200. */
  readonly status: number | undefined;
  /** How many times the request was sent. */
  readonly attempts: number;
  /** Seconds to wait before trying again, when the portal said so and the browser shows it. */
  readonly retryAfter: number | undefined;
  /** Where in the JSON an answer could not be read. */
  readonly jsonPath: string | undefined;
  /** Whether the same call may be made again without risk of doing its work twice. */
  readonly isSafeToRepeat: boolean;
  /** What the portal complained about, in one form. */
  readonly problems: readonly Problem[];
  /** How to go on where the portal wants a second factor. */
  declare readonly mfa: MfaChallenge | undefined;
  /** The portal's own JSON. It may hold secrets, so it is not enumerable. */
  declare readonly raw: unknown;

  /** @internal */
  constructor(details: Details) {
    super(details.message);
    this.kind = details.kind;
    this.operation = details.operation ?? undefined;
    this.status = details.status ?? undefined;
    this.attempts = details.attempts ?? 0;
    this.retryAfter = details.retry_after ?? undefined;
    this.jsonPath = details.json_path ?? undefined;
    this.isSafeToRepeat = details.safe_to_repeat ?? false;
    this.problems = (details.problems ?? []).map((problem) => ({
      code: problem.code ?? undefined,
      message: problem.message,
      field: problem.field ?? undefined,
    }));
    const mfa = details.mfa && {
      token: details.mfa.token,
      methods: details.mfa.methods,
      expiresAt: details.mfa.expires_at ?? undefined,
    };
    hide(this, "mfa", mfa ?? undefined);
    hide(this, "raw", details.raw);
    hide(this, brand, true);
  }

  /** The portal's codes, such as `token_expired`. */
  get codes(): string[] {
    return this.problems.flatMap((problem) => problem.code ?? []);
  }

  /** The fields the portal did not accept. */
  get fields(): string[] {
    return this.problems.flatMap((problem) => problem.field ?? []);
  }
}

/** Whether this is an error of this package, and of this kind if one is given. */
export function isPortalError(error: unknown, kind?: ErrorKind): error is PortalError {
  const isOurs = typeof error === "object" && error !== null && brand in error;
  return isOurs && (kind === undefined || (error as unknown as PortalError).kind === kind);
}

/** @internal */
export function errorFrom(text: string): PortalError {
  return new PortalError(JSON.parse(text));
}

/** @internal */
export function invalid(message: string): PortalError {
  return new PortalError({ kind: "invalid_request", message });
}

function hide(target: object, key: PropertyKey, value: unknown): void {
  Object.defineProperty(target, key, { value, enumerable: false });
}
