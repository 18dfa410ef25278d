/**
 * Frame of the dialogs that order a check or a backup: what will happen, Cancel first; then how long it has been going on; then how
 * it ended. Closed, what goes on goes on, and the dialog shows it again when it is opened.
 */
import type { ReactNode } from 'react';
import { type CareResult, type CareRun, type CareTask, isGoodResult } from '../../store/care-run.ts';
import { useObservable, useSession, useTexts } from '../../store/session.ts';
import { Modal, useFirstFocus } from '../../ui/modal.tsx';
import { CommandButtons, keepCompositionIn, Refusal } from '../command-parts.tsx';
import { outcomeText } from './care-outcome.ts';
import { runningText, workOf } from './running-text.ts';

interface CareDialogProps {
  readonly title: string;
  readonly testId: string;
  readonly consequence: string;
  readonly act: string;
  readonly task: CareTask;
  readonly onClose: () => void;
  /** What is chosen before it begins. */
  readonly children: ReactNode;
}

export function CareDialog(props: CareDialogProps): ReactNode {
  const { title, testId, task, onClose } = props;
  const { care } = useSession();
  const run = useObservable(care.run);
  const close = (): void => {
    care.dismiss();
    onClose();
  };
  const isOwn = run.phase !== 'idle' && run.task.kind === task.kind;
  return (
    <Modal title={title} testId={testId} onClose={close}>
      {isOwn && run.phase !== 'refused' ? (
        <Progress run={run} onClose={close} />
      ) : (
        <Order {...props} run={run} onClose={close} />
      )}
    </Modal>
  );
}

function Order({
  consequence,
  act,
  task,
  run,
  onClose,
  children,
}: CareDialogProps & { readonly run: CareRun }): ReactNode {
  const { care } = useSession();
  const { texts } = useTexts();
  const cancelRef = useFirstFocus<HTMLButtonElement>();
  // The other of the two is under way: one at a time.
  const obstacle = run.phase === 'running' ? texts.history.work[workOf(run)] : null;
  return (
    <form
      className="modal-form"
      onKeyDown={keepCompositionIn}
      onSubmit={event => {
        event.preventDefault();
        if (obstacle === null) care.start(task);
      }}
    >
      <div className="modal-body">
        {children}
        <p className="consequence">{consequence}</p>
        <Refusal error={run.phase === 'refused' && run.task.kind === task.kind ? run.error : null} />
      </div>
      <CommandButtons
        act={act}
        obstacle={obstacle}
        isSending={false}
        cancelRef={cancelRef}
        cancel={texts.dialog.cancel}
        onCancel={onClose}
      />
    </form>
  );
}

interface ProgressProps {
  readonly run: Exclude<CareRun, { readonly phase: 'idle' | 'refused' }>;
  readonly onClose: () => void;
}

function Progress({ run, onClose }: ProgressProps): ReactNode {
  const { texts } = useTexts();
  const first = useFirstFocus<HTMLButtonElement>();
  return (
    <div className="modal-form">
      <div className="modal-body" role="status" data-testid="care-state" data-phase={run.phase}>
        {run.phase === 'running' ? <Running run={run} /> : <Outcome result={run.result} />}
      </div>
      <footer className="actions">
        <button ref={first} type="button" className="button is-solid" data-testid="cancel" onClick={onClose}>
          {run.phase === 'running' ? texts.history.care.leave : texts.dialog.close}
        </button>
      </footer>
    </div>
  );
}

function Running({ run }: { readonly run: Extract<CareRun, { readonly phase: 'running' }> }): ReactNode {
  const session = useSession();
  const texts = useTexts().texts.history;
  useObservable(session.second);
  const now = session.client.stationNow();
  return <p className="consequence">{runningText({ kind: workOf(run), since: run.since }, { texts, now })}</p>;
}

function Outcome({ result }: { readonly result: CareResult }): ReactNode {
  const texts = useTexts().texts.history;
  const { station, preferences } = useSession();
  const language = useObservable(preferences.language);
  const timeZone = useObservable(station.model)?.description.timeZone ?? 'UTC';
  const { head, lines } = outcomeText(result, { texts, language, timeZone });
  return (
    <div className={isGoodResult(result) ? 'consequence' : 'refusal'} data-testid="care-outcome">
      <b>{head}</b>
      {lines.map(line => (
        <p key={line}>{line}</p>
      ))}
    </div>
  );
}
