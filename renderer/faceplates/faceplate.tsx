/**
 * One faceplate: head (tag, modes, name, quality, pin, close), at most five tabs, what stands on the chosen one, actions. Not modal:
 * the mimic beneath goes on to be used. It is dragged by its head; Esc closes the top one.
 */
import { type KeyboardEvent, type ReactNode, useEffect, useLayoutEffect, useRef } from 'react';
import type { ServedAsset } from '../../shared/model/asset.ts';
import { fill } from '../../shared/text/catalog.ts';
import type { PlateTab } from '../../shared/text/faceplates/faceplates.ts';
import { useSession, useTexts } from '../store/session.ts';
import { qualityWords } from '../ui/detail-rows.ts';
import type { Box } from '../ui/placement.ts';
import type { Plate } from './desk/plate-list.ts';
import { useDrag } from './desk/use-drag.ts';
import { useAssetLooks, worstLook } from './parts/use-asset.ts';
import { ValueActions } from './parts/value-actions.tsx';
import { ModeBoxes } from './types/mode-boxes.tsx';
import { TABS_OF, TabBody } from './types/tab-body.tsx';

interface PlateProps {
  readonly plate: Plate;
  readonly asset: ServedAsset;
  /** Null until its place is known. */
  readonly box: Box | null;
  readonly area: Box;
  /** Where it goes when it is dropped. */
  readonly settle: (box: Box) => Box;
  /** Place in the pile, the top one highest. */
  readonly depth: number;
}

export function Faceplate({ plate, asset, box, area, settle, depth }: PlateProps): ReactNode {
  const session = useSession();
  const { texts, pick } = useTexts();
  const panel = useRef<HTMLElement>(null);
  const tabs = TABS_OF[asset.type];
  const tab = tabs.find(name => name === plate.tab) ?? tabs[0] ?? 'notes';
  const { id } = plate;
  useEffect(() => panel.current?.focus({ preventScroll: true }), []);
  // The drag has left its own place in the style, and no rendering changes that where the plate goes back to the one it came from.
  useLayoutEffect(() => {
    if (panel.current === null || box === null) return;
    panel.current.style.left = `${box.left}px`;
    panel.current.style.top = `${box.top}px`;
  }, [box, plate.moved]);
  const drag = useDrag({ panel, area, settle, onMoved: to => session.plates.move(id, to) });
  const style =
    box === null
      ? { visibility: 'hidden' as const }
      : { left: box.left, top: box.top, width: box.width, height: box.height, zIndex: 12 + depth };
  return (
    <section
      ref={panel}
      className="plate"
      style={style}
      role="dialog"
      aria-label={fill(texts.faceplate.title, { name: `${id} ${pick(asset.name)}` })}
      tabIndex={-1}
      data-testid={`plate:${id}`}
      data-type={asset.type}
      onPointerDownCapture={() => session.plates.raise(id)}
      onFocusCapture={() => session.plates.raise(id)}
    >
      <header className="plate-head" title={texts.faceplate.drag} {...drag}>
        <div>
          <p className="plate-id">
            <b>{id}</b>
            <ModeBoxes asset={asset} />
          </p>
          <p className="plate-name">
            <span>{pick(asset.name)}</span>
            <PlateQuality asset={asset} />
          </p>
        </div>
        <PlateButtons plate={plate} />
      </header>
      <Tabs tabs={tabs} tab={tab} id={id} />
      <div className="plate-body" role="tabpanel" aria-label={texts.faceplate.tab[tab]} data-testid="plate-body">
        <TabBody key={tab} asset={asset} tab={tab} />
      </div>
      <ValueActions asset={asset} hasTrend={tab === 'trend'} />
    </section>
  );
}

function PlateQuality({ asset }: { readonly asset: ServedAsset }): ReactNode {
  const { texts } = useTexts();
  const look = worstLook(useAssetLooks(asset));
  if (look === null) return null;
  const isGood = look.kind === 'good';
  return (
    <span
      className={isGood ? 'plate-quality' : 'plate-quality is-worse'}
      data-testid="plate-quality"
      data-quality={look.kind}
    >
      {texts.faceplate.quality} {isGood ? texts.faceplate.good : qualityWords(look, texts)}
    </span>
  );
}

function PlateButtons({ plate: { id, isPinned } }: { readonly plate: Plate }): ReactNode {
  const { plates } = useSession();
  const words = useTexts().texts.faceplate;
  return (
    <>
      <button
        type="button"
        className="plate-button"
        aria-pressed={isPinned}
        aria-label={isPinned ? words.unpin : words.pin}
        title={isPinned ? words.unpin : words.pin}
        data-testid="plate-pin"
        onClick={() => plates.change(id, { isPinned: !isPinned })}
      >
        <svg viewBox="0 0 18 18" aria-hidden="true">
          <path d="M6 2h6l-1 6 3 3H4l3-3zM9 11v6" />
        </svg>
      </button>
      <button
        type="button"
        className="plate-button"
        aria-label={words.close}
        title={words.close}
        data-testid="plate-close"
        onClick={() => plates.close(id)}
      >
        <svg viewBox="0 0 16 16" aria-hidden="true">
          <path d="M2 2l12 12M14 2L2 14" />
        </svg>
      </button>
    </>
  );
}

interface TabsProps {
  readonly tabs: readonly PlateTab[];
  readonly tab: PlateTab;
  readonly id: string;
}

/** One of the tabs is in the order of the focus; arrows go to the others. */
function Tabs({ tabs, tab, id }: TabsProps): ReactNode {
  const { plates } = useSession();
  const words = useTexts().texts.faceplate.tab;
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>): void => {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    const next = tabs[(tabs.indexOf(tab) + step + tabs.length) % tabs.length];
    if (step === 0 || next === undefined) return;
    event.preventDefault();
    plates.change(id, { tab: next });
    const button = event.currentTarget.querySelector(`[data-tab="${next}"]`);
    if (button instanceof HTMLElement) button.focus();
  };
  return (
    <div className="plate-tabs" role="tablist" onKeyDown={onKeyDown}>
      {tabs.map(name => (
        <button
          key={name}
          type="button"
          role="tab"
          aria-selected={name === tab}
          tabIndex={name === tab ? 0 : -1}
          data-tab={name}
          data-testid={`plate-tab:${name}`}
          onClick={() => plates.change(id, { tab: name })}
        >
          {words[name]}
        </button>
      ))}
    </div>
  );
}
