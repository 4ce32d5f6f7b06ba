import pg from 'pg';

/**
 * A connection that is handed its next query once it has answered the last one. Prisma asks for the relations of a row
 * all at once, which inside a transaction means on one connection; pg queues them itself today and will refuse them in
 * its next version. Queries with a callback, which the pool makes on connections it has just taken, pass unchanged.
 */
export class OneQueryAtATime extends pg.Client {
  #last: Promise<unknown> | null = null;

  // biome-ignore lint/suspicious/noExplicitAny: pg has ten ways to call it, all passed on as they come
  override query(...args: any[]): any {
    const ask = () => super.query(...(args as Parameters<pg.Client['query']>));
    if (typeof args.at(-1) === 'function' || typeof args[0]?.submit === 'function') return ask();
    const answer: Promise<unknown> = this.#last ? this.#last.then(ask) : Promise.resolve(ask());
    const settled = answer.then(
      () => {},
      () => {},
    );
    this.#last = settled;
    settled.then(() => {
      if (this.#last === settled) this.#last = null;
    });
    return answer;
  }
}
