/** Finds one tag by name or description. Arrows move through what is found, Enter or a press takes it. */
import { type KeyboardEvent, type ReactNode, useId, useState } from 'react';
import type { TagDefinition } from '../../../shared/model/tag.ts';
import { useObservable, useSession, useTexts } from '../../store/session.ts';
import { findTags } from './tag-search.ts';

/** Rows that fit below the field without hiding the rest of the form on a 768 px screen. */
const MOST_FOUND = 6;

interface TagChoiceProps {
  readonly tag: TagDefinition | null;
  readonly onChoose: (tag: TagDefinition | null) => void;
}

export function TagChoice({ tag, onChoose }: TagChoiceProps): ReactNode {
  const { texts, pick } = useTexts();
  const words = texts.dialog.override;
  if (tag === null) return <Search onChoose={onChoose} />;
  return (
    <div className="field" data-testid="chosen-tag">
      <span>{words.tag}</span>
      <p className="chosen">
        <b>{tag.name}</b> {pick(tag.description)}
        <button type="button" className="button is-small" data-testid="other-tag" onClick={() => onChoose(null)}>
          {words.otherTag}
        </button>
      </p>
    </div>
  );
}

function Search({ onChoose }: Pick<TagChoiceProps, 'onChoose'>): ReactNode {
  const model = useObservable(useSession().station.model);
  const { texts, pick } = useTexts();
  const words = texts.dialog.override;
  const list = useId();
  const [typed, setTyped] = useState('');
  const [at, setAt] = useState(0);
  const found = findTags(model?.byName.values() ?? [], typed, MOST_FOUND);
  const marked = found[Math.min(at, found.length - 1)];
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'ArrowDown') setAt(Math.min(found.length - 1, at + 1));
    else if (event.key === 'ArrowUp') setAt(Math.max(0, at - 1));
    else if (event.key !== 'Enter') return;
    else if (marked !== undefined) onChoose(marked);
    event.preventDefault();
  };
  return (
    <div className="field">
      <span id={`${list}-label`}>{words.tag}</span>
      <input
        type="text"
        role="combobox"
        value={typed}
        placeholder={words.search}
        autoComplete="off"
        spellCheck={false}
        aria-labelledby={`${list}-label`}
        aria-expanded={found.length > 0}
        aria-controls={list}
        aria-activedescendant={marked === undefined ? undefined : `${list}-${marked.handle}`}
        data-testid="field:tag"
        onChange={event => {
          setTyped(event.currentTarget.value);
          setAt(0);
        }}
        onKeyDown={onKeyDown}
      />
      <ul id={list} role="listbox" className="found" aria-labelledby={`${list}-label`}>
        {found.map(tag => (
          <li
            key={tag.name}
            id={`${list}-${tag.handle}`}
            role="option"
            aria-selected={tag === marked}
            data-testid={`found:${tag.name}`}
            onClick={() => onChoose(tag)}
          >
            <b>{tag.name}</b> {pick(tag.description)}
          </li>
        ))}
        {typed.trim() !== '' && found.length === 0 ? <li className="dim">{words.noMatch}</li> : null}
      </ul>
    </div>
  );
}
