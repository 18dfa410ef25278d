/** Numbers that stand for a state with a name are printed by their name, in the same quality. Pure. */
import { DEVICE_STATES } from '../../shared/model/device.ts';
import { isDeviceState } from '../../shared/model/system-tag.ts';
import type { Catalog } from '../../shared/text/catalog.ts';
import type { Look } from '../mimic/quality-look.ts';

/** Unchanged for tags whose numbers are numbers, and for a number that no state has. */
export function wordedLook(tag: string, look: Look, { deviceState }: Pick<Catalog, 'deviceState'>): Look {
  const state = isDeviceState(tag) ? DEVICE_STATES[look.value ?? -1] : undefined;
  return state === undefined ? look : { ...look, value: null, text: deviceState[state] };
}
