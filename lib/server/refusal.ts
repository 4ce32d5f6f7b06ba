/** A reason not to start; `message` is the one sentence shown, with what to do about it. */
export class StartRefusal extends Error {}
