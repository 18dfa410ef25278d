/** Symbols of instruments and signals, and the ways from one screen to another. */
import { ANY, BOUNDARY, FACTS, type RoleNeed, SPAN, type SymbolRules } from './rules.ts';
import { SIZES } from './sizes.ts';

/** Rows of a gauge table. */
export const GAUGE_ROLES = ['r1', 'r2', 'r3', 'r4', 'r5', 'r6', 'r7', 'r8', 'r9', 'r10', 'r11', 'r12'] as const;
const GAUGE_NEEDS: Readonly<Record<string, RoleNeed>> = Object.fromEntries(
  GAUGE_ROLES.map(role => [role, role === 'r1' ? 'required' : 'optional']),
);

export const SIGNS = {
  /** `lead` is where its line to the pipe ends, below (or above, negative) its middle. */
  instrument: {
    roles: { value: 'optional' },
    props: { ...ANY, letters: 'string', mounted: ['field', 'panel', 'shared', 'logic'], lead: 'number' },
    box: [-14, -14, 28, 28],
    ports: { bottom: [0, 14], top: [0, -14], left: [-14, 0], right: [14, 0] },
  },
  /** `letters` has one for each number of the mode; `-` where no box is drawn. */
  'mode-box': { roles: { mode: 'required' }, props: { ...ANY, letters: 'string' }, box: [0, 0, 16, 16] },
  'state-lamp': {
    roles: { on: 'required' },
    props: { ...ANY, label: 'text', bit: 'number' },
    box: [-3, -14, 18, 19],
  },
  /** `alarm` is the id of an alarm of a first-out group, `TAG/KIND`. */
  'first-out': { roles: {}, props: { ...ANY, alarm: 'string' }, box: [0, -14, 40, 18] },
  /** `areas` parted by blanks; the worst `rows` of their alarms. */
  'alarm-rows': {
    roles: {},
    props: { ...ANY, areas: 'string', rows: 'number', width: 'number' },
    box: [0, -18, 360, 112],
  },
  wind: { roles: { direction: 'required', speed: 'optional' }, props: FACTS, box: [-40, -53, 80, 93] },
  spark: {
    roles: { value: 'required' },
    props: { ...FACTS, ...SPAN, width: 'number', height: 'number' },
    prints: 'chart',
    isTrend: true,
    box: [0, 0, SIZES.spark.width, SIZES.spark.height],
  },
  /** Bound to `r1` … `r12`, one row for each, in this order. */
  'gauge-table': {
    roles: GAUGE_NEEDS,
    props: { ...ANY, tagX: 'number', barX: 'number', barWidth: 'number', valueX: 'number', pitchY: 'number' },
    prints: 'table',
    box: [0, -14, 410, 20],
  },
  /** The end of a pipe that goes on elsewhere, with the way there. */
  link: {
    roles: BOUNDARY.roles,
    props: { ...ANY, ...BOUNDARY.props, scene: 'string', label: 'text', dir: ['in', 'out'], width: 'number' },
    box: [0, -13, 100, 26],
    ports: { in: [0, 0] },
  },
  'scene-button': {
    roles: {},
    props: { ...ANY, scene: 'string', label: 'text', width: 'number' },
    box: [0, -8, 140, 46],
  },
} as const satisfies Record<string, SymbolRules>;
