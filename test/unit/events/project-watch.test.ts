import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { watchProject } from '../../../main/events/project-watch.ts';
import { createLog } from '../../../main/platform/log.ts';
import { loadProject } from '../../../main/project/load-project.ts';
import type { StationProject } from '../../../main/project/types.ts';
import { useTemporaryFolders } from '../../kit/temp.ts';
import { DEMO_STATION } from '../support/project-copy.ts';

const folderOf = useTemporaryFolders();
const log = createLog('test', { level: 'error', write: () => undefined });
let demo: StationProject;
let dataDirectory: string;
beforeAll(async () => {
  demo = await loadProject(DEMO_STATION);
});
beforeEach(() => {
  dataDirectory = folderOf();
});

async function start(project: StationProject, version = '1'): Promise<readonly string[]> {
  const told: string[] = [];
  await watchProject({ project, dataDirectory, version, log }, ({ en }) => told.push(en)).saved;
  return told;
}

describe('a project at the next start', () => {
  it('is told to have changed, part by part, once', async () => {
    expect(await start(demo)).toEqual([]);
    const changed = { ...demo, timeZone: 'UTC', alarms: demo.alarms.slice(1) };
    expect(await start(changed)).toEqual([
      'The project has been changed since the last start: station and channels, alarms',
    ]);
    expect(await start(changed)).toEqual([]);
  });

  it('is not said to have changed when another version of the program may read it differently', async () => {
    await start(demo, '1');
    const changed = { ...demo, calculations: [] };
    expect(await start(changed, '2')).toEqual([]);
    expect(await start(demo, '2')).toEqual(['The project has been changed since the last start: calculations']);
  });

  it('is the same in another folder, and its tags are when only limits of alarms change', async () => {
    await start(demo);
    const tags = demo.tags.map(tag => ({ ...tag, limits: {} }));
    expect(await start({ ...demo, directory: '/elsewhere', tags })).toEqual([]);
    const renamed = demo.tags.map((tag, i) => (i === 0 ? { ...tag, unit: 'bar' } : tag));
    expect(await start({ ...demo, tags: renamed })).toEqual([
      'The project has been changed since the last start: tags',
    ]);
  });
});
