/** Finds a tag by name or description and adds it as a pen. Arrows move through what is found, Enter or a press adds it. */
import { type KeyboardEvent, type ReactNode, type RefObject, useId, useState } from 'react';
import type { TagDefinition } from '../../../shared/model/tag.ts';
import { fill } from '../../../shared/text/catalog.ts';
import { findAnyTags } from '../../dialogs/overrides/tag-search.ts';
import { useObservable, useSession, useTexts } from '../../store/session.ts';
import { Reading, useHandleLook } from '../../ui/reading.tsx';

const MOST_FOUND = 8;

interface SearchProps {
  readonly input: RefObject<HTMLInputElement | null>;
  readonly onAdd: (tag: string) => void;
}

export function PenSearch({ input, onAdd }: SearchProps): ReactNode {
  const model = useObservable(useSession().station.model);
  const { texts } = useTexts();
  const list = useId();
  const [typed, setTyped] = useState('');
  const [at, setAt] = useState(0);
  const found = findAnyTags(model?.byName.values() ?? [], typed, MOST_FOUND);
  const marked = found[Math.min(at, found.length - 1)];
  const type = (text: string): void => {
    setTyped(text);
    setAt(0);
  };
  const add = (tag: TagDefinition): void => {
    onAdd(tag.name);
    type('');
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>): void => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'ArrowDown') setAt(Math.min(found.length - 1, at + 1));
    else if (event.key === 'ArrowUp') setAt(Math.max(0, at - 1));
    // Esc leaves what it is pressed in, and the screen only from outside of it.
    else if (event.key === 'Escape' && typed === '') event.currentTarget.blur();
    else if (event.key === 'Escape') type('');
    else if (event.key === 'Enter' && marked !== undefined) add(marked);
    else return;
    event.preventDefault();
  };
  return (
    <div className="pen-search">
      <svg viewBox="0 0 16 16" aria-hidden="true">
        <circle cx="7" cy="7" r="4.8" />
        <path d="M10.5 10.5L15 15" />
      </svg>
      <input
        ref={input}
        type="text"
        role="combobox"
        value={typed}
        placeholder={texts.trends.search}
        autoComplete="off"
        spellCheck={false}
        aria-label={texts.trends.search}
        aria-expanded={found.length > 0}
        aria-controls={list}
        aria-activedescendant={marked === undefined ? undefined : `${list}-${marked.handle}`}
        data-testid="pen-search"
        onChange={event => type(event.currentTarget.value)}
        onKeyDown={onKeyDown}
      />
      <kbd translate="no">/</kbd>
      {typed.trim() === '' ? null : (
        <ul id={list} role="listbox" className="pen-found" aria-label={texts.trends.search}>
          {found.map(tag => (
            <Found key={tag.name} id={`${list}-${tag.handle}`} tag={tag} isMarked={tag === marked} onAdd={add} />
          ))}
          {found.length === 0 ? <li className="dim">{texts.trends.noMatch}</li> : null}
        </ul>
      )}
    </div>
  );
}

interface FoundProps {
  readonly id: string;
  readonly tag: TagDefinition;
  readonly isMarked: boolean;
  readonly onAdd: (tag: TagDefinition) => void;
}

function Found({ id, tag, isMarked, onAdd }: FoundProps): ReactNode {
  const { texts, pick } = useTexts();
  const look = useHandleLook(tag.handle);
  return (
    <li
      id={id}
      role="option"
      aria-selected={isMarked}
      aria-label={fill(texts.trends.add, { tag: tag.name })}
      data-testid={`add-pen:${tag.name}`}
      onClick={() => onAdd(tag)}
    >
      <span className="pen-name">
        <b translate="no">{tag.name}</b>
        <small>{pick(tag.description)}</small>
      </span>
      <span className="pen-value">
        <Reading look={look} decimals={tag.decimals} unit={tag.unit} />
      </span>
      <span className="pen-plus" aria-hidden="true">
        +
      </span>
    </li>
  );
}
