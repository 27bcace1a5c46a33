/** How something is waited for. */
export interface WaitOptions {
  /** Seconds between looks, 3 when left out. */
  every?: number | undefined;
  /** Seconds after which to give up, 600 when left out. */
  deadline?: number | undefined;
  /** Is told what is seen, every time; `status` is as the portal wrote it. */
  onProgress?: ((seen: { status: string | undefined; elapsed: number }) => void) | undefined;
  /** Stops waiting. */
  signal?: AbortSignal | undefined;
}
