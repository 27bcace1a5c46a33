import { invalid } from "./errors.js";
import { Resources } from "./generated/resources.js";
import { type Fetch, Host, isBrowser } from "./host.js";
import { type CallOptions, Connection } from "./resource.js";
import { MemoryStore, type TokenStore } from "./store.js";
import type { Tokens } from "./types.js";

/** A client's settings. */
export interface ClientOptions {
  /** Where the portal's API is; the production portal when left out. */
  baseUrl?: string;
  /** E-mail address of the account. */
  username?: string;
  /** Its password, exchanged for tokens when the first call needs it. */
  password?: string;
  /** Asks for a session of 360 days. */
  remember?: boolean;
  /** Sends name and password along with every call, where the portal allows it. */
  basic?: boolean;
  /** Goes on with tokens obtained before. */
  tokens?: Tokens;
  /** Keeps tokens; in memory when left out. */
  tokenStore?: TokenStore;
  /** Sends requests by this instead of the platform's own `fetch`. */
  fetch?: Fetch;
  /** Ends every call of this client. */
  signal?: AbortSignal;
  /** Seconds for one attempt, 30 when left out. */
  timeout?: number;
  /** Seconds for a call with all its attempts and waits, 120 when left out. */
  deadline?: number;
  /** Seconds a download may stand still between two pieces; as long as `timeout` when left out. */
  stallTimeout?: number;
  /** Most bytes a download may have; when left out, only `bytes()` and `blob()` have a limit, 256 MiB. */
  maxFileSize?: number;
  /** Most times a call is sent, 4 when left out; only calls that may be sent again are. */
  maxAttempts?: number;
  /** Refuses whole classes of calls before anything is sent. */
  guard?: "no_spending" | "read_only";
  /** Allows `http://` to other machines: passwords and tokens then travel in the clear. */
  allowPlainHttp?: boolean;
  /** Makes a loss an error: a call that only reads fails when its answer has a value that cannot be used. */
  strict?: boolean;
  /**
   * Allows a password in a browser, where every script of the page can read it. Prefer `tokens`
   * that a server of yours obtained.
   */
  dangerouslyAllowPasswordInBrowser?: boolean;
}

/** A client of the portal. Nothing is sent until the first call. */
export class Client extends Resources {
  readonly #connection: Connection;
  readonly #store: TokenStore;

  constructor(options: ClientOptions = {}) {
    if (options.password !== undefined && isBrowser && !options.dangerouslyAllowPasswordInBrowser) {
      throw invalid(
        "a password in a browser can be read by every script of the page; pass tokens, or set dangerouslyAllowPasswordInBrowser",
      );
    }
    const store = options.tokenStore ?? new MemoryStore(options.tokens);
    const config = JSON.stringify({
      base_url: options.baseUrl,
      username: options.username,
      password: options.password,
      basic: options.basic,
      remember: options.remember,
      tokens: options.tokenStore && options.tokens,
      timeout: options.timeout,
      deadline: options.deadline,
      stall_timeout: options.stallTimeout,
      max_file_size: options.maxFileSize,
      max_attempts: options.maxAttempts,
      guard: options.guard,
      allow_plain_http: options.allowPlainHttp,
      strict: options.strict,
    });
    const connection = new Connection(config, new Host(options.fetch, store), options.signal);
    super(connection);
    this.#connection = connection;
    this.#store = store;
  }

  /** Logs in now. Calls do it by themselves; this tells at once whether the password is right. */
  async login({ signal }: Pick<CallOptions, "signal"> = {}): Promise<void> {
    await this.#connection.run((native) => native.session("login"), signal);
  }

  /** Ends the session at the portal and forgets the tokens. */
  async logout({ signal }: Pick<CallOptions, "signal"> = {}): Promise<void> {
    await this.#connection.run((native) => native.session("logout"), signal);
  }

  /** Ends the session by its refresh token and forgets the tokens. */
  async revoke({ signal }: Pick<CallOptions, "signal"> = {}): Promise<void> {
    await this.#connection.run((native) => native.session("revoke"), signal);
  }

  /** The tokens that are kept now. */
  async tokens(): Promise<Tokens | undefined> {
    return this.#store.load();
  }

  /** Goes on with these tokens, as after a second factor. */
  async setTokens(tokens: Tokens): Promise<void> {
    await this.#connection.run((native) => native.setTokens(tokens.token, tokens.refresh));
  }

  /** @internal A panic inside, for the tests. */
  async failInside(): Promise<void> {
    await this.#connection.run((native) => native.failInside());
  }
}
