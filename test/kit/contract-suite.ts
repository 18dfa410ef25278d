/**
 * The one contract suite: what every client may rely on, whatever carries the messages. A host test hands in how to start a
 * station from a project folder and how to reach it; the suite brings the project and its (scripted) devices. Typed arrays may
 * arrive as plain lists: JSON has nothing else.
 */
import { afterAll, beforeAll, describe } from 'vitest';
import type { TagReading } from '../../shared/model/tag.ts';
import { describeAlarms } from './contract-alarms.ts';
import {
  type Bench,
  type ContractSetup,
  type ContractTransport,
  LEVELS,
  setUpBench,
  valueOf,
} from './contract-bench.ts';
import { describePastEvents } from './contract-events.ts';
import { describeHistory } from './contract-history.ts';
import { describeOverrides } from './contract-overrides.ts';
import { describeErrors, describeQueries } from './contract-queries.ts';
import { describeReplay } from './contract-replay.ts';
import { describeEvents, describeTagStream } from './contract-streams.ts';
import { describeTrendKeeping } from './contract-trends.ts';
import { useTemporaryFolders } from './temp.ts';
import { waitFor } from './wait-for.ts';

export type { ContractSession, ContractSetup, ContractTransport } from './contract-bench.ts';

/** Runs the whole contract over one transport. */
export function describeContract(name: string, start: (setup: ContractSetup) => Promise<ContractTransport>): void {
  describe(`the contract over ${name}`, () => {
    const temporaryFolder = useTemporaryFolders();
    let bench: Bench | undefined;
    const at = (): Bench => {
      if (bench === undefined) throw new Error('the station did not start');
      return bench;
    };
    beforeAll(async () => {
      bench = await setUpBench(start, temporaryFolder());
      await waitFor('good values', async () => {
        const readings = await valueOf<TagReading[]>(at(), 'tags.read', { tags: [...LEVELS, 'F-1', 'SUM'] });
        return readings.every(r => r.quality === 'good');
      });
    }, 60_000);
    afterAll(async () => {
      await bench?.transport.stop();
      await bench?.plc.close();
      await bench?.meter.server.close();
    });
    describeQueries(at);
    describeErrors(at);
    describeHistory(at);
    describeOverrides(at);
    describeAlarms(at);
    describeTagStream(at);
    describeEvents(at);
    describePastEvents(at);
    describeTrendKeeping(at);
    describeReplay(at);
  });
}
