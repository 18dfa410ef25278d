/** Takes pens of a window of time along as a file: every sample or a row a step, as CSV or as a workbook. Can be given up. */
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { fill } from '../../../shared/text/catalog.ts';
import { zoneClock } from '../../../shared/time/zone.ts';
import { zonedTimes } from '../../../shared/time/zoned-iso.ts';
import { formatNumber } from '../../../shared/units/format.ts';
import { CallError } from '../../host/call-book.ts';
import { useObservable, useSession, useTexts } from '../../store/session.ts';
import { stepIn, stepsFor, stepWindow } from '../../trend/give/export-plan.ts';
import { readTrendFile, type TrendFileAsked } from '../../trend/give/read-file.ts';
import { PenDigit } from '../../trend/pens/pen-digit.tsx';
import type { TimeWindow } from '../../trend/time/follow.ts';
import { Modal, useFirstFocus } from '../../ui/modal.tsx';
import { saveFile } from '../../ui/save-file.ts';
import { FILE_TYPES } from '../../ui/search/file-export.tsx';
import type { ExportPen } from '../dialog-request.ts';

const FORMATS = ['csv', 'xlsx'] as const;
type Format = (typeof FORMATS)[number];

interface DialogProps {
  readonly pens: readonly ExportPen[];
  readonly window: TimeWindow;
  readonly onClose: () => void;
}

export function TrendExportDialog({ pens, window, onClose }: DialogProps): ReactNode {
  const session = useSession();
  const { texts } = useTexts();
  const words = texts.trends.keep.file;
  const times = zonedTimes(zoneClock(useObservable(session.station.model)?.description.timeZone ?? 'UTC'));
  const [left, setLeft] = useState<ReadonlySet<string>>(
    new Set(pens.flatMap(({ tag, isHidden }) => (isHidden ? [tag] : []))),
  );
  const [stepMs, setStepMs] = useState<number | null>(null);
  const { told, isWorking, run, stop } = useFile();
  const closeRef = useFirstFocus<HTMLButtonElement>();
  const tags = pens.flatMap(({ tag }) => (left.has(tag) ? [] : [tag]));
  const canRun = tags.length > 0 && !isWorking;
  const export_ = (format: Format): void => {
    const span = stepMs === null ? window : stepWindow(window, stepMs, times);
    if (canRun) void run({ tags, ...span, stepMs, format, language: session.preferences.language.get() });
  };
  return (
    <Modal title={words.title} testId="trend-export-dialog" onClose={onClose}>
      <div className="modal-form">
        <div className="modal-body">
          <p data-testid="export-period">
            {words.period}{' '}
            <b>
              {`${times.iso(window.from).slice(0, 19)} … ${times.iso(window.to).slice(0, 19)}`.replaceAll('T', ' ')}
            </b>
          </p>
          <PenChoice pens={pens} left={left} onChange={setLeft} />
          <StepChoice window={window} stepMs={stepMs} onChange={setStepMs} />
          <p className="consequence">{words.consequence}</p>
          <p role="status" data-testid="export-told">
            {tags.length === 0 ? words.noPens : told}
          </p>
        </div>
        <footer className="actions">
          <button
            ref={closeRef}
            type="button"
            className="button is-solid"
            data-testid="cancel"
            onClick={isWorking ? stop : onClose}
          >
            {isWorking ? words.giveUp : texts.dialog.close}
          </button>
          {FORMATS.map(format => (
            <button
              key={format}
              type="button"
              className={canRun ? 'button' : 'button is-off'}
              aria-disabled={!canRun}
              data-testid={`export:${format}`}
              onClick={() => export_(format)}
            >
              {words[format]}
            </button>
          ))}
        </footer>
      </div>
    </Modal>
  );
}

interface ChoiceProps {
  readonly pens: readonly ExportPen[];
  /** Tags that are left out. */
  readonly left: ReadonlySet<string>;
  readonly onChange: (left: ReadonlySet<string>) => void;
}

function PenChoice({ pens, left, onChange }: ChoiceProps): ReactNode {
  const words = useTexts().texts.trends.keep.file;
  const toggle = (tag: string): void =>
    onChange(left.has(tag) ? new Set([...left].filter(t => t !== tag)) : new Set([...left, tag]));
  return (
    <fieldset className="keep-acts is-row">
      <legend>{words.pens}</legend>
      {pens.map(({ slot, tag }) => (
        <label key={tag}>
          <input
            type="checkbox"
            checked={!left.has(tag)}
            data-testid={`export-pen:${tag}`}
            onChange={() => toggle(tag)}
          />
          <PenDigit slot={slot} /> <span translate="no">{tag}</span>
        </label>
      ))}
    </fieldset>
  );
}

interface StepProps {
  readonly window: TimeWindow;
  readonly stepMs: number | null;
  readonly onChange: (stepMs: number | null) => void;
}

function StepChoice({ window, stepMs, onChange }: StepProps): ReactNode {
  const words = useTexts().texts.trends.keep.file;
  const text = (ms: number): string => {
    const [count, unit] = stepIn(ms);
    return fill(words.step, { step: `${count} ${words.unit[unit]}` });
  };
  return (
    <fieldset className="keep-acts is-row">
      <legend>{words.what}</legend>
      {[null, ...stepsFor(window)].map(ms => (
        <label key={ms ?? 0}>
          <input
            type="radio"
            name="step"
            checked={stepMs === ms}
            data-testid={`export-step:${ms ?? 'samples'}`}
            onChange={() => onChange(ms)}
          />
          <span>{ms === null ? words.samples : text(ms)}</span>
        </label>
      ))}
    </fieldset>
  );
}

/** One file at a time; it ends with the dialog. */
function useFile() {
  const { client } = useSession();
  const { texts, pick } = useTexts();
  const words = texts.trends.keep.file;
  const [told, setTold] = useState('');
  const [isWorking, setIsWorking] = useState(false);
  const end = useRef<AbortController | null>(null);
  useEffect(() => () => end.current?.abort(), []);
  const run = async (asked: TrendFileAsked & { readonly format: Format }): Promise<void> => {
    const { signal } = (end.current = new AbortController());
    const progress = (rows: number): void => setTold(fill(words.working, { rows: formatNumber(rows, 0) }));
    setIsWorking(true);
    progress(0);
    try {
      const file = await readTrendFile(input => client.call('trends.export', input, { signal }), asked, progress);
      saveFile(file.name, new Blob([...file.parts], { type: FILE_TYPES[asked.format] }));
      setTold(fill(file.isCut ? words.cut : words.done, { name: file.name, rows: formatNumber(file.rows, 0) }));
    } catch (error) {
      if (!(error instanceof CallError)) throw error;
      setTold(signal.aborted ? '' : pick({ zh: error.body.zh.message, en: error.body.message }));
    } finally {
      setIsWorking(false);
    }
  };
  return { told, isWorking, run, stop: () => end.current?.abort() };
}
