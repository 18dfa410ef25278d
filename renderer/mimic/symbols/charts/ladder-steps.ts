/**
 * The set-point ladder of two regulator runs: which device is set where, by the equipment list of the station, and which of them
 * holds the pressure now. Pure. A set point that the equipment list does not have is not drawn.
 */
import type { Asset } from '../../../../shared/model/asset.ts';
import type { LadderStepKind } from '../../../../shared/text/mimic/mimic.ts';
import { type Readings, truth } from '../../define-symbol.ts';
import { monitorState, reliefState, slamShutState, workerState } from '../regulation.tsx';

export interface LadderStep {
  readonly kind: LadderStepKind;
  /** Tag of the device. */
  readonly of: string;
  readonly value: number;
}

/** Set points of the two runs, from below. The relief valve belongs to both and stands once. */
export function ladderSteps(duty: Asset | undefined, standby: Asset | undefined): readonly LadderStep[] {
  const steps = [...stepsOf(duty, 'duty'), ...stepsOf(standby, 'standby')];
  const once = steps.filter((step, i) => steps.findIndex(other => other.of === step.of) === i);
  return once.toSorted((a, b) => a.value - b.value);
}

function stepsOf(run: Asset | undefined, side: 'duty' | 'standby'): readonly LadderStep[] {
  return (run?.setPoints ?? []).map(({ of, kind, value }) => ({
    kind: kind === 'relief' ? kind : (`${side}-${kind}` as const),
    of,
    value,
  }));
}

interface Side {
  readonly travel: Readings[string];
  readonly between: Readings[string];
  readonly closed: Readings[string];
}

/**
 * Kinds of the steps whose device acts now, as one text: those that control, have lifted or have tripped. One whose values are old
 * has the mark of age: `duty-worker~`.
 */
export function actingSteps(readings: Readings, steps: readonly LadderStep[]): string {
  const sides = {
    duty: {
      travel: readings['dutyTravel'],
      between: readings['dutyBetween'],
      closed: readings['dutyClosed'],
    },
    standby: {
      travel: readings['standbyTravel'],
      between: readings['standbyBetween'],
      closed: readings['standbyClosed'],
    },
  };
  return steps
    .flatMap(step => {
      const side = step.kind.startsWith('duty') ? sides.duty : sides.standby;
      const state =
        step.kind === 'relief' ? reliefState({ lifted: readings['lifted'] }) : stateOf(step, side, readings);
      if (!ACTING.includes(state.replace('~', ''))) return [];
      return [state.endsWith('~') ? `${step.kind}~` : step.kind];
    })
    .join(' ');
}

const ACTING: readonly string[] = ['control', 'tripped', 'lifted'];

function stateOf({ kind, value }: LadderStep, side: Side, readings: Readings): string {
  const slamShut = slamShutState({ closed: side.closed });
  if (kind.endsWith('slam-shut')) return slamShut;
  if (truth(side.closed) === true) return 'shut';
  if (kind.endsWith('worker')) return workerState({ travel: side.travel });
  return monitorState({ ...side, inlet: readings['inlet'], outlet: readings['value'] }, { setMpa: value });
}

/**
 * Places for labels that are at least `gap` apart, each as near as possible to where it belongs. `places` ascends; so does the
 * answer.
 */
export function spread(places: readonly number[], gap: number): readonly number[] {
  /** `sum`: of the places, each less its distance from the first of its group. */
  const groups: { count: number; sum: number }[] = [];
  places.forEach(place => {
    groups.push({ count: 1, sum: place });
    while (isTooNear(groups, gap)) {
      const upper = groups.pop();
      const lower = groups.at(-1);
      if (upper === undefined || lower === undefined) break;
      lower.sum += upper.sum - upper.count * lower.count * gap;
      lower.count += upper.count;
    }
  });
  return groups.flatMap(group => Array.from({ length: group.count }, (_none, i) => startOf(group) + i * gap));
}

/** Where the first of a group stands so that its members are as near as possible to their places. */
const startOf = ({ sum, count }: { readonly sum: number; readonly count: number }): number => sum / count;

function isTooNear(groups: readonly { readonly count: number; readonly sum: number }[], gap: number): boolean {
  const upper = groups.at(-1);
  const lower = groups.at(-2);
  return upper !== undefined && lower !== undefined && startOf(upper) < startOf(lower) + lower.count * gap;
}
