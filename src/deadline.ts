// A deadline for what goes out. Its timer ends with the answer: that of `AbortSignal.timeout` rings in any case, and
// until it does Cloudflare keeps the Durable Object in memory, twenty seconds after every call.

/** Runs `work` with a signal that aborts it after `ms` with a `TimeoutError`, as `AbortSignal.timeout` does. */
export async function within<T>(ms: number, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  const timer = setTimeout(() => {
    controller.abort(new DOMException('The deadline has passed.', 'TimeoutError'));
  }, ms);
  try {
    return await work(controller.signal);
  } finally {
    clearTimeout(timer);
  }
}
