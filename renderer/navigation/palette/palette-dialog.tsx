/**
 * The search over everything (Ctrl+K): one field, what is found below it, arrows and Enter. Enter opens the screen with the object
 * ringed, with Shift the trend of the tag. Enter that ends a character of an input method opens nothing.
 */
import { type KeyboardEvent, type ReactNode, useEffect, useId, useMemo, useRef, useState } from 'react';
import { catalogEn } from '../../../shared/text/catalog-en.ts';
import { catalogZh } from '../../../shared/text/catalog-zh.ts';
import { useObservable, useSession, useTexts } from '../../store/session.ts';
import { Modal } from '../../ui/modal.tsx';
import { type Entry, type EntrySources, entriesOf } from './entries.ts';
import { type EntryIndex, find, indexOf } from './find.ts';
import { FoundRow } from './found-row.tsx';
import { openEntry, openEntryTrend } from './open-entry.ts';

/** More than fit below the field at 1366 × 768 scroll. */
const MOST_FOUND = 40;
const PAGE = 8;

const STEPS: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1, PageDown: PAGE, PageUp: -PAGE };

export function PaletteDialog({ onClose }: { readonly onClose: () => void }): ReactNode {
  const session = useSession();
  const words = useTexts().texts.navigation.palette;
  const list = useId();
  const index = useIndex();
  const [typed, setTyped] = useState('');
  const [chosen, setChosen] = useState(0);
  const found = useMemo(() => find(index, typed, MOST_FOUND), [index, typed]);
  const at = Math.max(0, Math.min(chosen, found.length - 1));
  const open = (entry: Entry | undefined, run: typeof openEntry): void => {
    if (entry === undefined) return;
    // Before the screen changes: the dialog gives the focus back to where it was, which may be gone then.
    onClose();
    run(session, entry);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const { key, shiftKey, nativeEvent } = event;
    if (nativeEvent.isComposing) return;
    const step = STEPS[key];
    if (step !== undefined) setChosen(Math.max(0, Math.min(found.length - 1, at + step)));
    else if (key === 'Enter') open(found[at], shiftKey ? openEntryTrend : openEntry);
    else return;
    event.preventDefault();
  };
  return (
    <Modal title={words.title} subtitle={words.hint} testId="palette" onClose={onClose}>
      <div className="palette-field">
        <Field {...{ typed, list, onKeyDown }} marked={found[at]} onType={text => (setTyped(text), setChosen(0))} />
      </div>
      <ul id={list} role="listbox" className="palette-found" aria-label={words.title}>
        {found.map((entry, i) => (
          <FoundRow
            key={entry.id}
            id={`${list}-${entry.id}`}
            entry={entry}
            isMarked={i === at}
            onOpen={() => open(entry, openEntry)}
            onTrend={() => open(entry, openEntryTrend)}
          />
        ))}
        {found.length === 0 ? <li className="palette-none">{words.nothing}</li> : null}
      </ul>
      <p className="palette-keys">
        <kbd>↑ ↓</kbd> {words.choose} <kbd>Enter</kbd> {words.open} <kbd>Shift+Enter</kbd> {words.trend} <kbd>Esc</kbd>{' '}
        {words.close}
      </p>
    </Modal>
  );
}

interface FieldProps {
  readonly typed: string;
  readonly list: string;
  readonly marked: Entry | undefined;
  readonly onType: (text: string) => void;
  readonly onKeyDown: (event: KeyboardEvent) => void;
}

function Field({ typed, list, marked, onType, onKeyDown }: FieldProps): ReactNode {
  const words = useTexts().texts.navigation.palette;
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => input.current?.focus(), []);
  return (
    <input
      ref={input}
      type="text"
      role="combobox"
      value={typed}
      placeholder={words.placeholder}
      autoComplete="off"
      spellCheck={false}
      aria-label={words.title}
      aria-expanded
      aria-controls={list}
      aria-activedescendant={marked === undefined ? undefined : `${list}-${marked.id}`}
      data-testid="palette-input"
      onChange={event => onType(event.currentTarget.value)}
      onKeyDown={onKeyDown}
    />
  );
}

const NO_CARDS: EntrySources['cards'] = [];

/** Of the station as it was read; worked out when the search is opened. */
function useIndex(): EntryIndex {
  const session = useSession();
  const model = useObservable(session.station.model);
  const cards = useObservable(session.support.served)?.procedures?.cards ?? NO_CARDS;
  return useMemo(() => {
    if (model === null) return [];
    const { description, byName } = model;
    return indexOf(
      entriesOf({ description, tags: byName.values(), cards, catalogs: { zh: catalogZh, en: catalogEn } }),
    );
  }, [model, cards]);
}
