/** A response body from pieces made one by one, only as fast as the reader takes them; ends with the reader. */
export function streamOf(
  pieces: AsyncGenerator<string> | AsyncGenerator<Uint8Array>,
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream({
    async pull(controller) {
      const next = await pieces.next();
      if (next.done) return controller.close();
      controller.enqueue(typeof next.value === 'string' ? encoder.encode(next.value) : next.value);
    },
    async cancel() {
      await pieces.return(undefined);
    },
  });
}
