/** Tags are found by what a person remembers of them. */
import { expect, test } from 'vitest';
import { findTags } from '../../../../../renderer/dialogs/overrides/tag-search.ts';
import type { SignalClass, TagDefinition } from '../../../../../shared/model/tag.ts';

const tag = (handle: number, name: string, [zh, en]: readonly [string, string], signalClass: SignalClass = 'AI') =>
  ({ handle, name, description: { zh, en }, signalClass }) as TagDefinition;
const tags = [
  tag(0, 'XPT-1', ['备用', 'Spare']),
  tag(1, 'PT-1101', ['进站压力', 'Inlet pressure']),
  tag(2, 'PT-1303', ['1#调压出口压力', 'Regulation 1 outlet pressure']),
  tag(3, 'FI-1701', ['城区流量 PT', 'Town flow']),
  tag(4, 'SYS.PT.state', ['状态', 'state'], 'SYS'),
];
const names = (typed: string, most = 9) => findTags(tags, typed, most).map(t => t.name);

test('names come before descriptions, and beginnings before the rest', () => {
  expect(names('pt')).toEqual(['PT-1101', 'PT-1303', 'XPT-1', 'FI-1701']);
});

test('descriptions of both languages are searched, and every word must be found', () => {
  expect(names('压力')).toEqual(['PT-1101', 'PT-1303']);
  expect(names('outlet PRESSURE')).toEqual(['PT-1303']);
  expect(names('pt 进站')).toEqual(['PT-1101']);
  expect(names('ｐｔ－１１０１')).toEqual(['PT-1101']);
});

test('nothing is offered for nothing, no more than asked, and none of the figures of acquisition itself', () => {
  expect(names('  ')).toEqual([]);
  expect(names('pt', 2)).toEqual(['PT-1101', 'PT-1303']);
  expect(names('SYS')).toEqual([]);
});
