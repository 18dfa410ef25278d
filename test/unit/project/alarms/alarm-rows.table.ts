/** Rows of alarms.csv: right ones with what they mean, and one mistake a row. */
import type { ConditionSpec } from '../../../../main/alarms/conditions/condition-spec.ts';

export type AlarmRowCells = Readonly<Record<string, string>>;

const fixed = (value: number) => ({ schedule: [], otherwise: { kind: 'fixed', value } }) as const;
const state = (tag: string, bit: number, isSet = true): ConditionSpec => ({
  kind: 'state',
  tag,
  test: { kind: 'bit', bit, isSet },
});

export const RIGHT: readonly { what: string; row: AlarmRowCells; condition: ConditionSpec }[] = [
  {
    what: 'a high limit',
    row: { deadband: '0.01' },
    condition: { kind: 'level', tag: 'PT-1', side: 'high', limit: fixed(0.5), deadband: 0.01 },
  },
  {
    what: 'a low-low limit',
    row: { condition: 'LL', deadband: '0' },
    condition: { kind: 'level', tag: 'PT-1', side: 'low', limit: fixed(0.5), deadband: 0 },
  },
  {
    what: 'a limit bound to a tag',
    row: { limit: '[SP]', deadband: '0.01' },
    condition: {
      kind: 'level',
      tag: 'PT-1',
      side: 'high',
      limit: { schedule: [], otherwise: { kind: 'bound', tag: 'SP' } },
      deadband: 0.01,
    },
  },
  {
    what: 'limits by season and mode',
    row: {
      deadband: '0.01',
      schedule: '11-15..03-15 = 0.40; when [XI-1] == 2 and not [ZSO-1] = [SP];02-29..02-29=0.3',
    },
    condition: {
      kind: 'level',
      tag: 'PT-1',
      side: 'high',
      deadband: 0.01,
      limit: {
        otherwise: { kind: 'fixed', value: 0.5 },
        schedule: [
          {
            span: { kind: 'season', from: { month: 11, day: 15 }, to: { month: 3, day: 15 } },
            limit: { kind: 'fixed', value: 0.4 },
          },
          { span: { kind: 'mode', expression: '[XI-1] == 2 and not [ZSO-1]' }, limit: { kind: 'bound', tag: 'SP' } },
          {
            span: { kind: 'season', from: { month: 2, day: 29 }, to: { month: 2, day: 29 } },
            limit: { kind: 'fixed', value: 0.3 },
          },
        ],
      },
    },
  },
  {
    what: 'a deviation',
    row: { condition: 'DEV', limit: '0.08', second_tag: 'PT-2', deadband: '0.02' },
    condition: { kind: 'deviation', tag: 'PT-1', other: 'PT-2', limit: fixed(0.08), deadband: 0.02 },
  },
  {
    what: 'a falling rate',
    row: { condition: 'ROC', limit: '-0.1/min', rate_window_s: '30', deadband: '0.02' },
    condition: {
      kind: 'rate',
      tag: 'PT-1',
      direction: 'falling',
      limit: 0.1,
      deadband: 0.02,
      perMs: 60_000,
      windowMs: 30_000,
    },
  },
  {
    what: 'a rate both ways, of a slow tag',
    row: { tag: 'SLOW', condition: 'ROC', limit: '+-5/h' },
    condition: {
      kind: 'rate',
      tag: 'SLOW',
      direction: 'either',
      limit: 5,
      deadband: 0.5,
      perMs: 3_600_000,
      windowMs: 300_000,
    },
  },
  { what: 'a bit', row: { tag: 'XI-1', condition: 'ON', limit: 'bit3' }, condition: state('XI-1', 3) },
  {
    what: 'a bit that is off',
    row: { tag: 'XI-1', condition: 'OFF', limit: 'bit0' },
    condition: state('XI-1', 0, false),
  },
  { what: 'a fault bit', row: { tag: 'XI-1', condition: 'FAULT', limit: 'bit1' }, condition: state('XI-1', 1) },
  {
    what: 'a word that is not 0',
    row: { tag: 'XI-1', condition: 'NONZERO', limit: '1' },
    condition: { kind: 'state', tag: 'XI-1', test: { kind: 'differs', value: 0 } },
  },
  {
    what: 'a state that is off',
    row: { tag: 'ZSO-1', condition: 'OFF', limit: '0' },
    condition: { kind: 'state', tag: 'ZSO-1', test: { kind: 'equals', value: 0 } },
  },
  {
    what: 'a state that is not normal',
    row: { tag: 'XI-1', condition: 'OFFNORMAL', limit: '5' },
    condition: { kind: 'state', tag: 'XI-1', test: { kind: 'differs', value: 5 } },
  },
  {
    what: 'a discrepancy that the device finds',
    row: { tag: 'XI-1', condition: 'DISCREP', limit: 'bit6' },
    condition: state('XI-1', 6),
  },
  {
    what: 'a discrepancy of command and positions',
    row: { tag: 'HC-1', condition: 'DISCREP', limit: '1=[ZSO-1]; 2=[ZSC-1]; 3=any', travel_s: '15' },
    condition: {
      kind: 'discrepancy',
      tag: 'HC-1',
      expectations: [
        { command: 1, feedback: 'ZSO-1' },
        { command: 2, feedback: 'ZSC-1' },
        { command: 3, feedback: null },
      ],
      feedback: null,
      travelMs: 15_000,
    },
  },
  {
    what: 'a discrepancy of equal values',
    row: { tag: 'HC-1', condition: 'DISCREP', limit: 'equal', second_tag: 'ZSO-1', travel_s: '2.5' },
    condition: { kind: 'discrepancy', tag: 'HC-1', expectations: null, feedback: 'ZSO-1', travelMs: 2500 },
  },
  {
    what: 'a stale value',
    row: { condition: 'STALE', limit: '30' },
    condition: { kind: 'stale', tag: 'PT-1', afterMs: 30_000 },
  },
  {
    what: 'a frozen value',
    row: { condition: 'FROZEN', limit: '600', deadband: '0.001', moves_while: '[PT-2] > 0.1' },
    condition: { kind: 'frozen', tag: 'PT-1', afterMs: 600_000, resolution: 0.001, movesWhile: '[PT-2] > 0.1' },
  },
  {
    what: 'a bad signal',
    row: { condition: 'FAIL', limit: 'bad' },
    condition: { kind: 'bad-quality', tag: 'PT-1' },
  },
  {
    what: 'a lost device',
    row: { tag: 'PLC', condition: 'LOST', limit: 'lost' },
    condition: { kind: 'lost', device: 'PLC' },
  },
  {
    what: 'a console without a sound device',
    row: { tag: 'CONSOLE', condition: 'SOUND', limit: 'missing' },
    condition: { kind: 'no-sound' },
  },
  {
    what: 'an expression',
    row: { tag: 'BOTH-LOW', condition: 'EXPR', limit: '[PT-1] < 0.1 and [PT-2] < 0.1' },
    condition: { kind: 'expression', expression: '[PT-1] < 0.1 and [PT-2] < 0.1' },
  },
];

const DISCREP = { tag: 'HC-1', condition: 'DISCREP', travel_s: '15' };

export const MISTAKES: readonly { what: string; row: AlarmRowCells; column: string; en: string | RegExp }[] = [
  { what: 'an unknown tag', row: { tag: 'PT-9', limit: '5' }, column: 'tag', en: 'tag "PT-9" does not exist' },
  {
    what: 'an unknown device',
    row: { tag: 'PLX', condition: 'LOST', limit: 'lost' },
    column: 'tag',
    en: 'device "PLX" does not exist — LOST names a device: PLC',
  },
  {
    what: 'a name that is none',
    row: { tag: 'A B', condition: 'EXPR', limit: '[PT-1]' },
    column: 'tag',
    en: 'name "A B" has characters',
  },
  {
    what: 'one console of several',
    row: { tag: 'CONSOLE-2', condition: 'SOUND', limit: 'missing' },
    column: 'tag',
    en: '"CONSOLE-2" is not known — write CONSOLE',
  },
  {
    what: 'a sound that is anything but missing',
    row: { tag: 'CONSOLE', condition: 'SOUND', limit: '1' },
    column: 'limit',
    en: '"1" is not known — write missing',
  },
  {
    what: 'an unknown condition',
    row: { condition: 'HIGH' },
    column: 'condition',
    en: '"HIGH" is not known — one of LL',
  },
  { what: 'a limit that is no number', row: { limit: '0,5' }, column: 'limit', en: /"0,5" is not a number.*\[TAG\]/ },
  { what: 'a limit outside the range', row: { limit: '2' }, column: 'limit', en: 'limit 2 lies outside the range 0…1' },
  {
    what: 'a limit of a tag that is not there',
    row: { limit: '[SQ]' },
    column: 'limit',
    en: 'tag "SQ" does not exist',
  },
  { what: 'a limit that is the tag itself', row: { limit: '[PT-1]' }, column: 'limit', en: 'compared with itself' },
  { what: 'an empty limit', row: { limit: '' }, column: 'limit', en: '"limit" is empty' },
  {
    what: 'a day that is none',
    row: { schedule: '02-30..03-15 = 0.4' },
    column: 'schedule',
    en: /is not understood — for example 11-15/,
  },
  { what: 'a season without a limit', row: { schedule: '11-15..03-15' }, column: 'schedule', en: 'is not understood' },
  {
    what: 'a mode without a limit',
    row: { schedule: 'when [XI-1] == 2' },
    column: 'schedule',
    en: 'is not understood',
  },
  {
    what: 'a mode of an unknown tag',
    row: { schedule: 'when [XI-9] = 0.4' },
    column: 'schedule',
    en: 'names tag "XI-9", which does not exist',
  },
  {
    what: 'a seasonal limit outside the range',
    row: { schedule: '01-01..02-01 = 4' },
    column: 'schedule',
    en: 'limit 4 lies outside',
  },
  {
    what: 'a schedule of a state',
    row: { tag: 'ZSO-1', condition: 'ON', limit: '1', schedule: '01-01..02-01 = 1' },
    column: 'schedule',
    en: 'ON has no "schedule"',
  },
  { what: 'a negative deadband', row: { deadband: '-1' }, column: 'deadband', en: 'a deadband of -1 makes no sense' },
  { what: 'a deadband beyond the range', row: { deadband: '1' }, column: 'deadband', en: 'below 1' },
  {
    what: 'a deviation that could not clear',
    row: { condition: 'DEV', limit: '0.08', second_tag: 'PT-2', deadband: '0.08' },
    column: 'deadband',
    en: 'below 0.08, or it would never clear',
  },
  {
    what: 'a deviation from nothing',
    row: { condition: 'DEV', limit: '0.08' },
    column: 'second_tag',
    en: '"second_tag" is empty',
  },
  {
    what: 'a deviation of 0',
    row: { condition: 'DEV', limit: '0', second_tag: 'PT-2' },
    column: 'limit',
    en: 'a deviation of 0 is not above 0',
  },
  {
    what: 'a deviation from itself',
    row: { condition: 'DEV', limit: '0.08', second_tag: 'PT-1' },
    column: 'second_tag',
    en: 'compared with itself',
  },
  {
    what: 'a second tag that nothing reads',
    row: { second_tag: 'PT-2' },
    column: 'second_tag',
    en: 'H has no "second_tag"',
  },
  {
    what: 'a rate without its time',
    row: { condition: 'ROC', limit: '0.1' },
    column: 'limit',
    en: '"0.1" is not a rate — for example 0.1/min rising',
  },
  { what: 'a rate of 0', row: { condition: 'ROC', limit: '0/min' }, column: 'limit', en: '"0/min" is not a rate' },
  {
    what: 'a window of fewer than five scans',
    row: { tag: 'SLOW', condition: 'ROC', limit: '0.1/min', rate_window_s: '60' },
    column: 'rate_window_s',
    en: '"60" is out of range — from 300',
  },
  {
    what: 'a state of 2',
    row: { tag: 'ZSO-1', condition: 'ON', limit: '2' },
    column: 'limit',
    en: '"2" is not understood — write 1, or a bit',
  },
  { what: 'bit 64', row: { tag: 'XI-1', condition: 'FAULT', limit: 'bit64' }, column: 'limit', en: '"bit64" is not' },
  {
    what: 'a normal state that is no number',
    row: { tag: 'XI-1', condition: 'OFFNORMAL', limit: 'open' },
    column: 'limit',
    en: 'write the normal state as a number',
  },
  {
    what: 'a command without feedback',
    row: { ...DISCREP, limit: '1=ZSO-1' },
    column: 'limit',
    en: /is not understood — write bit6, or equal/,
  },
  {
    what: 'an unknown feedback',
    row: { ...DISCREP, limit: '1=[ZSO-9]' },
    column: 'limit',
    en: '"ZSO-9" does not exist',
  },
  {
    what: 'a command without travel time',
    row: { ...DISCREP, limit: '1=[ZSO-1]', travel_s: '' },
    column: 'travel_s',
    en: '"travel_s" is empty',
  },
  {
    what: 'a travel time of 0',
    row: { ...DISCREP, limit: '1=[ZSO-1]', travel_s: '0' },
    column: 'travel_s',
    en: '"0" is out of range — from 0.1',
  },
  {
    what: 'a value that is stale before it is due',
    row: { tag: 'SLOW', condition: 'STALE', limit: '60' },
    column: 'limit',
    en: 'from 180 to',
  },
  {
    what: 'something that should move it and is not there',
    row: { condition: 'FROZEN', limit: '60', moves_while: '[NOT] > 1' },
    column: 'moves_while',
    en: 'names tag "NOT"',
  },
  {
    what: 'a bad signal of something else',
    row: { condition: 'BAD', limit: '1' },
    column: 'limit',
    en: '"1" is not known — write bad',
  },
  {
    what: 'an expression that is none',
    row: { tag: 'MINE', condition: 'EXPR', limit: '[PT-1] >' },
    column: 'limit',
    en: 'expression, character 9',
  },
  { what: 'a negative delay', row: { on_delay_s: '-1' }, column: 'on_delay_s', en: 'from 0 to 86400' },
  { what: 'a delay of a week', row: { off_delay_s: '604800' }, column: 'off_delay_s', en: '"604800" is out of range' },
  {
    what: 'an unknown area',
    row: { area: '3' },
    column: 'area',
    en: 'area "3" is not defined — station.yaml has the areas 1, 2',
  },
  {
    what: 'a text in one language',
    row: { cause_zh: '失效' },
    column: 'cause_en',
    en: '"cause" is there in one language only — write both',
  },
  {
    what: 'a time to respond that is none',
    row: { respond_s: '10min' },
    column: 'respond_s',
    en: '"10min" is not a number',
  },
  { what: 'a card with a space', row: { card: 'E 01' }, column: 'card', en: '"E 01" has characters' },
  { what: 'a latch that is neither yes nor no', row: { latching: 'true' }, column: 'latching', en: 'one of yes / no' },
  {
    what: 'a suppression by an unknown device',
    row: { suppress_when: 'lost("PLX")' },
    column: 'suppress_when',
    en: 'names device "PLX"',
  },
  { what: 'a call every second', row: { re_alarm_min: '0.01' }, column: 're_alarm_min', en: 'from 1 to' },
  { what: 'shelving for a day', row: { shelve_h: '24' }, column: 'shelve_h', en: 'from 0 to 12' },
  { what: 'shelving of priority 1', row: { priority: '1', shelve_h: '1' }, column: 'shelve_h', en: 'from 0 to 0' },
];
