/* Measures validation alone: `node lib/saml/bench.ts` prints one line of JSON, times in ms of CPU per message. */
import { readUnverified, validateResponse } from './response.ts';
import { fixtures, inputOf } from './testdata/cases.ts';

const names = ['signed-assertion', 'signed-response', 'like-okta', 'algorithm-ecdsa-sha256', 'encrypted-gcm-256-oaep-sha1'];
const rounds = Number(process.argv[2] ?? 2000);

function measure(run: () => void): number {
  for (let round = 0; round < rounds / 4; round += 1) run();
  const start = process.cpuUsage();
  for (let round = 0; round < rounds; round += 1) run();
  const { user, system } = process.cpuUsage(start);
  return Math.round((user + system) / rounds) / 1000;
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
console.log(JSON.stringify({ node: process.version, rounds, results }));
