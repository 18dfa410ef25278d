/** A program of its own in an avalanche, to be killed: `victim.ts ORDER` (JSON, `AvalancheOrder`). Ends in peace when its stdin does. */
import { seededRandom } from '../../kit/random.ts';
import { keepSheet, openAvalanche, roll, someValues, take } from './avalanche.ts';

export interface AvalancheOrder {
  readonly folder: string;
  readonly sheet: string;
  readonly seed: number;
}

const order: AvalancheOrder = JSON.parse(process.argv[2] ?? '');
const avalanche = await openAvalanche(order.folder, line => void process.stderr.write(`${line}\n`));
const { engine, historian } = avalanche;
keepSheet(order.sheet, avalanche);
const random = seededRandom(order.seed);
engine.start();
take(engine, someValues(random));

let isEnding = false;
process.stdin.on('data', () => (isEnding = true));
process.stdin.on('end', () => (isEnding = true));
await roll(engine, random, () => isEnding);
await engine.stop();
await historian.stop();
process.exit(0);
