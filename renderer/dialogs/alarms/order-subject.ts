/** What an order is about, in one line under its title: an alarm, or a piece of equipment with all alarms of it. */
import { fill } from '../../../shared/text/catalog.ts';
import { useObservable, useSession, useTexts } from '../../store/session.ts';
import type { AlarmHoldKind, AlarmOrderKind } from '../dialog-request.ts';

export interface OrderSubject {
  readonly text: string;
  /** For orders about equipment: that of the alarm. */
  readonly equipment: string | null;
}

export const isAboutEquipment = (kind: AlarmHoldKind | AlarmOrderKind): boolean =>
  kind === 'take-equipment-out' || kind === 'return-equipment';

export function useOrderSubject(kind: AlarmHoldKind | AlarmOrderKind, alarm: string): OrderSubject {
  const { alarms } = useSession();
  const { texts, pick } = useTexts();
  const all = useObservable(alarms.descriptions);
  const description = all.get(alarm);
  const equipment = isAboutEquipment(kind) ? (description?.equipment ?? null) : null;
  if (equipment === null) {
    return { text: `${alarm} · ${description === undefined ? '' : pick(description.texts.message)}`, equipment };
  }
  const count = [...all.values()].filter(each => each.equipment === equipment).length;
  return { text: `${equipment} · ${fill(texts.alarms.dialog.many, { count: String(count) })}`, equipment };
}
