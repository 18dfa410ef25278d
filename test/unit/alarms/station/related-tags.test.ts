import { beforeAll, describe, expect, it } from 'vitest';
import { type StationAlarm, stationAlarms } from '../../../../main/alarms/definitions.ts';
import { MOST_RELATED, type Relations, relationsOf } from '../../../../main/alarms/station/related-tags.ts';
import { loadProject } from '../../../../main/project/load-project.ts';
import { Catalogue } from '../../../../main/tags/catalogue.ts';
import { DEMO_STATION } from '../../support/project-copy.ts';

let alarms: readonly StationAlarm[];
let catalogue: Catalogue;
let relations: Relations;
beforeAll(async () => {
  const project = await loadProject(DEMO_STATION);
  alarms = stationAlarms(project);
  catalogue = new Catalogue(project);
  relations = relationsOf({ alarms, tags: catalogue.tags, systemTags: catalogue.systemTags });
});
const tagOf = (name: string) => catalogue.tags.find(tag => tag.name === name);

describe('what belongs together with an alarm', () => {
  it('is the equipment of its tag, without the tag itself', () => {
    const alarm = alarms.find(({ definition }) => definition.id === 'XI-1001/DISCREP');
    const related = relations.related.get('XI-1001/DISCREP') ?? [];
    expect(related.length).toBeGreaterThan(0);
    expect(related).not.toContain('XI-1001');
    for (const name of related) expect(tagOf(name)?.equipment).toBe(alarm?.definition.equipment);
  });

  it('is also what its response sends a person to', () => {
    expect(relations.related.get('PT-1303/HH')).toEqual(['PT-1304', 'PT-1701']);
  });

  it('begins with what it is judged by', () => {
    for (const { definition, condition } of alarms) {
      const inputs = condition.inputs.filter(({ kind, name }) => kind === 'tag' && name !== definition.tag);
      const names = [...new Set(inputs.map(({ name }) => name))];
      const expected = names.slice(0, MOST_RELATED);
      expect(relations.related.get(definition.id)?.slice(0, expected.length), definition.id).toEqual(expected);
    }
  });

  it('is, of a lost device, what the station knows about it', () => {
    expect(relations.related.get('PLC/LOST')).toContain('SYS.PLC.state');
  });

  it('is never more than a chart can show, and exists', () => {
    for (const [id, names] of relations.related) {
      expect(names.length, id).toBeLessThanOrEqual(MOST_RELATED);
      for (const name of names) expect(catalogue.handleOf(name), name).toBeDefined();
    }
  });

  it('is known as well as the slowest tag is scanned', () => {
    expect(relations.periodMs.get('PT-1303/HH')).toBe(tagOf('PT-1303')?.periodMs);
    expect(relations.periodMs.has('PLC/LOST')).toBe(false);
  });
});
