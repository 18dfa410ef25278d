/** A settled plant of the demo station for tests, and the small moves they all make. */
import { join } from 'node:path';
import { loadProject } from '../../../main/project/load-project.ts';
import type { ProjectTag } from '../../../main/project/types.ts';
import { localTimeIn } from '../../../main/simulator/local-time.ts';
import { parseFault } from '../../../main/simulator/plant/faults.ts';
import { createPlant, type Plant } from '../../../main/simulator/plant/plant.ts';

export const demoProject = await loadProject(join(import.meta.dirname, '../../../assets/demo-station'));
export const fieldTags: readonly ProjectTag[] = demoProject.tags.filter(tag => tag.device !== null);

/** Sunday, 22 November 2026, 10:00 in the station's zone. */
export const TEN_OCLOCK = Date.UTC(2026, 10, 22, 2);

/** A plant that has run for ten minutes since 10:00. */
export function settledPlant(seed = 1): Plant {
  const plant = createPlant({
    seed,
    startAt: TEN_OCLOCK,
    tags: fieldTags,
    localTime: localTimeIn(demoProject.timeZone),
    gasDayStartHour: 8,
  });
  run(plant, 600);
  return plant;
}

export function run(plant: Plant, seconds: number, dtS = 1): void {
  for (let i = 0; i < Math.round(seconds / dtS); i += 1) plant.step(dtS);
}

export function inject(plant: Plant, fault: string, target?: string, value?: number): void {
  plant.inject(parseFault({ fault, target, value }, { ...plant.targets, devices: [] }));
}
