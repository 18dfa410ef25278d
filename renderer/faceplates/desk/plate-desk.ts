/**
 * The faceplates of one window: which are open, what they are about, where their objects are. Their tags are asked for from the
 * moment the pointer comes near the object, so that a plate is live when it opens.
 */
import type { ServedAsset } from '../../../shared/model/asset.ts';
import type { ClientTimers } from '../../host/timers.ts';
import { type Observable, observable } from '../../store/observable.ts';
import type { Preferences } from '../../store/preferences.ts';
import type { StationStore } from '../../store/station-store.ts';
import type { TagStore } from '../../store/tag-store.ts';
import { assetById } from '../asset-of.ts';
import {
  changed,
  type Plate,
  type PlateShare,
  type Plates,
  pinnedOnly,
  raised,
  withoutPlate,
  withPlate,
} from './plate-list.ts';

/** How long tags stay asked for after the pointer has gone, ms. */
const WARM_MS = 3_000;
/** How long the refusal of a fourth plate stands, ms. */
const NOTICE_MS = 6_000;

export interface PlateDesk {
  /** The last one lies on top. */
  readonly open: Observable<Plates>;
  /** True for some seconds after one could not be opened because all are pinned. */
  readonly isRefused: Observable<boolean>;
  /** Opens or raises the plate of an asset, or of a tag by its name; `anchor` is its object, null when it is not on the screen. */
  show(id: string, anchor: Element | null): void;
  /** What a plate is about; undefined when the project does not have it. */
  assetOf(id: string): ServedAsset | undefined;
  /** Its object on the screen, found anew when the screen was drawn anew; null while it is not shown. */
  anchorOf(id: string): Element | null;
  close(id: string): void;
  /** Closes it for another one that has no place beside it; the focus stays with that. */
  giveWay(id: string): void;
  /** False when none is open. */
  closeTop(): boolean;
  raise(id: string): void;
  change(id: string, part: Partial<Pick<Plate, 'isPinned' | 'tab'>>): void;
  /** A person has moved it; plates of its type come up there from now on. */
  move(id: string, to: PlateShare): void;
  /** Asks for its tags for some seconds. */
  warm(id: string): void;
  /** Another screen is shown: what is not pinned closes. */
  leave(): void;
}

interface DeskParts {
  readonly tags: Pick<TagStore, 'subscribe'>;
  readonly station: Pick<StationStore, 'model'>;
  readonly preferences: Pick<Preferences, 'plates'>;
  readonly timers: Pick<ClientTimers, 'after'>;
}

export function createPlateDesk({ tags, station, preferences, timers }: DeskParts): PlateDesk {
  const open = observable<Plates>([]);
  const isRefused = observable(false);
  const anchors = new Map<string, Element>();
  const warm = new Map<string, () => void>();
  let cancelNotice = (): void => undefined;

  const assetOf = (id: string): ServedAsset | undefined => {
    const model = station.model.get();
    return model === null ? undefined : assetById(id, model.description.assets, model.byName);
  };
  const anchorOf = (id: string): Element | null => {
    const known = anchors.get(id);
    if (known?.isConnected === true) return known;
    const all = [...document.querySelectorAll(`[data-asset="${CSS.escape(id)}"]`)];
    // Its drawing rather than a word about it.
    const found = all.find(element => !element.hasAttribute('data-written')) ?? all[0] ?? null;
    if (found !== null) anchors.set(id, found);
    return found;
  };
  const cool = (id: string): void => {
    warm.get(id)?.();
    warm.delete(id);
  };
  const giveWay = (id: string): void => {
    open.set(withoutPlate(open.get(), id));
    anchors.delete(id);
  };
  const close = (id: string): void => {
    const anchor = anchorOf(id);
    giveWay(id);
    if (anchor instanceof SVGElement || anchor instanceof HTMLElement) anchor.focus({ preventScroll: true });
  };
  const refuse = (): void => {
    isRefused.set(true);
    cancelNotice();
    cancelNotice = timers.after(NOTICE_MS, () => isRefused.set(false));
  };
  return {
    open,
    isRefused,
    assetOf,
    anchorOf,
    close,
    giveWay,
    show: (id, anchor) => {
      const asset = assetOf(id);
      const next = asset === undefined ? null : withPlate(open.get(), id);
      if (next === null) {
        if (asset !== undefined) refuse();
        return;
      }
      if (anchor !== null) anchors.set(id, anchor);
      open.set(next);
    },
    closeTop: () => {
      const top = open.get().at(-1);
      if (top !== undefined) close(top.id);
      return top !== undefined;
    },
    raise: id => open.set(raised(open.get(), id)),
    change: (id, part) => open.set(changed(open.get(), id, part)),
    move: (id, to) => {
      open.set(changed(open.get(), id, { moved: to }));
      const type = assetOf(id)?.type;
      if (type !== undefined) preferences.plates.set({ ...preferences.plates.get(), [type]: to });
    },
    warm: id => {
      const offs = Object.values(assetOf(id)?.handles ?? {}).map(handle => tags.subscribe(handle, () => undefined));
      const before = warm.get(id);
      const cancel = timers.after(WARM_MS, () => cool(id));
      warm.set(id, () => {
        cancel();
        for (const off of offs) off();
      });
      before?.();
    },
    leave: () => open.set(pinnedOnly(open.get())),
  };
}
