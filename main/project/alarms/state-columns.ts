/** Discrete conditions of alarms.csv: ON, OFF, NONZERO, FAULT, OFFNORMAL and DISCREP. */
import type { Text } from '../../../shared/text/text.ts';
import type { ConditionSpec, Expectation, StateTest } from '../../alarms/conditions/condition-spec.ts';
import { type AlarmRow, readAmount, readTagName } from './alarm-context.ts';

const ON: StateTest = { kind: 'differs', value: 0 };
const OFF: StateTest = { kind: 'equals', value: 0 };
const LONGEST_TRAVEL_S = 3600;

/** What may stand in `limit` beside a bit. */
const FORMS: Readonly<Record<string, { readonly text: string; readonly test: StateTest }>> = {
  ON: { text: '1', test: ON },
  OFF: { text: '0', test: OFF },
  NONZERO: { text: '1', test: ON },
  FAULT: { text: '1', test: ON },
};

/** Null after complaining. */
export function readState(of: AlarmRow): ConditionSpec | null {
  const text = of.row.required('limit');
  if (text === '') return null;
  const test = of.kind === 'OFFNORMAL' ? readNormal(text) : readTest(of.kind, text);
  if (test !== null) return { kind: 'state', tag: of.name, test };
  const form = FORMS[of.kind];
  complainForm(
    of,
    form === undefined
      ? { zh: '写正常状态的数值，如 1', en: 'write the normal state as a number, such as 1' }
      : {
          zh: `写 ${form.text}，或状态字的一位如 bit6`,
          en: `write ${form.text}, or a bit of a status word such as bit6`,
        },
  );
  return null;
}

const readNormal = (text: string): StateTest | null =>
  Number.isFinite(Number(text)) ? { kind: 'differs', value: Number(text) } : null;

function readTest(kind: string, text: string): StateTest | null {
  const bit = readBit(text);
  if (bit !== null) return { kind: 'bit', bit, isSet: kind !== 'OFF' };
  const form = FORMS[kind];
  return form?.text === text ? form.test : null;
}

/** `bit0` … `bit63`. */
function readBit(text: string): number | null {
  const bit = Number(/^bit(\d{1,2})$/.exec(text)?.[1] ?? Number.NaN);
  return bit <= 63 ? bit : null;
}

function complainForm({ row }: AlarmRow, right: Text): void {
  const text = row.text('limit');
  row.complain('limit', { zh: `"${text}" 无法理解`, en: `"${text}" is not understood` }, right);
}

/** Null after complaining. `bit6`: the device itself has found it; else command against feedback. */
export function readDiscrepancy(of: AlarmRow): ConditionSpec | null {
  const { row, name } = of;
  const text = row.required('limit');
  if (text === '') return null;
  const bit = readBit(text);
  if (bit !== null) return { kind: 'state', tag: name, test: { kind: 'bit', bit, isSet: true } };
  const travelMs = readTravelMs(of);
  if (text === 'equal') {
    const second = row.required('second_tag');
    const feedback = second === '' ? null : readTagName(of, 'second_tag', second);
    if (feedback === null || travelMs === null) return null;
    return { kind: 'discrepancy', tag: name, expectations: null, feedback, travelMs };
  }
  const expectations = readExpectations(of, text);
  if (expectations === null || travelMs === null) return null;
  return { kind: 'discrepancy', tag: name, expectations, feedback: null, travelMs };
}

function readTravelMs({ row }: AlarmRow): number | null {
  if (row.required('travel_s') === '') return null;
  const seconds = readAmount(row, 'travel_s', [0.1, LONGEST_TRAVEL_S]);
  return seconds === null ? null : seconds * 1000;
}

/** `1=[ZSO-1001]; 2=[ZSC-1001]; 3=any` */
function readExpectations(of: AlarmRow, text: string): readonly Expectation[] | null {
  const parts = text.split(';').map(part => /^\s*(-?\d+)\s*=\s*(?:\[([^\]]*)\]|any)\s*$/.exec(part));
  const read = parts.filter(part => part !== null);
  if (read.length < parts.length) {
    complainForm(of, {
      zh: '写 bit6，或 equal（与 second_tag 相等），或 1=[ZSO-1001]; 2=[ZSC-1001]; 3=any',
      en: 'write bit6, or equal (to second_tag), or 1=[ZSO-1001]; 2=[ZSC-1001]; 3=any',
    });
    return null;
  }
  const expectations = read.map(([, command, tag]): Expectation | null => {
    if (tag === undefined) return { command: Number(command), feedback: null };
    const feedback = readTagName(of, 'limit', tag);
    return feedback === null ? null : { command: Number(command), feedback };
  });
  const known = expectations.filter(e => e !== null);
  return known.length === expectations.length ? known : null;
}
