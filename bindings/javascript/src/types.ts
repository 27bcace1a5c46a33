declare const kind: unique symbol;

/** An identifier: text, even where it looks like a number. */
export type Id = string;
/** An exact decimal, as the portal wrote it. Do sums with a decimal library, never with floats. */
export type Money = string & { readonly [kind]?: "money" };
/** What is taken for an amount. A `number` must be whole: a fraction is not exact. */
export type MoneyInput = string | number | bigint;
/** A day, `2026-11-24`. */
export type IsoDate = string & { readonly [kind]?: "date" };
/** A day and time of the portal's clock, `2026-11-24T09:30:00`; the portal names no time zone. */
export type IsoDateTime = string & { readonly [kind]?: "date-time" };
/** A password or key. It prints like any text: keep it out of logs. */
export type Secret = string & { readonly [kind]?: "secret" };

/** The token calls are made with, and the one it is renewed with. */
export interface Tokens {
  token: string;
  refresh?: string | undefined;
  /** Whose they are, as the client writes it: the portal's address and the user's name. */
  owner?: string | undefined;
}
