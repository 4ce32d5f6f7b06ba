/*
 * Measures validation alone: `node lib/saml/bench.ts [rounds]` prints one line of JSON. Times are ms of CPU per
 * message: the mean, and the fastest batch, which says more on a machine that others use too.
 */
import { readUnverified, validateResponse } from './response.ts';
import { fixtures, inputOf } from './testdata/cases.ts';

const names = [
  'signed-assertion',
  'signed-response',
  'like-okta',
  'algorithm-ecdsa-sha256',
  'encrypted-gcm-256-oaep-sha1',
];
const batch = 50;
const batches = Math.ceil(Number(process.argv[2] ?? 2000) / batch);

function measure(run: () => void): { mean: number; best: number } {
  let total = 0;
  let best = Number.POSITIVE_INFINITY;
  for (let round = -batches / 4; round < batches; round += 1) {
    const start = process.cpuUsage();
    for (let count = 0; count < batch; count += 1) run();
    const { user, system } = process.cpuUsage(start);
    if (round < 0) continue;
    total += user + system;
    best = Math.min(best, user + system);
  }
  const perMessage = (microseconds: number, messages: number) => Math.round(microseconds / messages) / 1000;
  return { mean: perMessage(total, batches * batch), best: perMessage(best, batch) };
}

const results = fixtures('accepted')
  .filter(({ name }) => names.includes(name))
  .map((fixture) => {
    const input = inputOf(fixture);
    if (!validateResponse(input).ok) throw new Error(`${fixture.name} is refused`);
    return {
      name: fixture.name,
      bytes: Buffer.byteLength(fixture.xml),
      validateResponse: measure(() => validateResponse(input)),
      readUnverified: measure(() => readUnverified(fixture.encodedResponse)),
    };
  });
console.log(JSON.stringify({ node: process.version, messages: batch * batches, results }, null, 2));
