import { describe, expect, it } from 'vitest';
import { STATE_PLACES, stateEdges, stateGroups } from '../../../../shared/alarm/state-diagram.ts';
import { ALARM_STATES } from '../../../../shared/model/alarm.ts';

describe('the diagram of the alarm states', () => {
  it('shows every state once, each in a place of its own', () => {
    const { shown, hiding } = stateGroups();
    expect([...shown, ...hiding].toSorted()).toEqual(ALARM_STATES.toSorted());
    const places = new Set(Object.values(STATE_PLACES).map(({ column, row }) => `${column},${row}`));
    expect(places.size).toBe(ALARM_STATES.length);
  });

  it('tells ways that only latching alarms go from those that they never go', () => {
    const latchingOf = (from: string, event: string): readonly string[] =>
      stateEdges()
        .filter(edge => edge.from === from && edge.event === event)
        .map(edge => `${edge.to} ${edge.latching}`)
        .toSorted();
    expect(latchingOf('ACK', 'clear')).toEqual(['LATCH_ACK only', 'NORMAL never']);
    expect(latchingOf('NORMAL', 'raise')).toEqual(['UNACK any']);
    expect(latchingOf('LATCH_ACK', 'reset')).toEqual(['NORMAL only']);
  });

  it('keeps apart what happens only where two things hide an alarm', () => {
    const stacked = stateEdges().filter(edge => edge.isStacked);
    expect(stacked.map(({ from, to }) => `${from} ${to}`)).toContain('OOS SHELVED');
    expect(stacked.map(({ from, to }) => `${from} ${to}`)).not.toContain('OOS UNACK');
  });
});
