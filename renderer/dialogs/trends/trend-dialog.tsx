/** The dialogs of the trend screen: presets, annotations, files. */
import type { ReactNode } from 'react';
import type { DialogRequest, TrendDialogRequest } from '../dialog-request.ts';
import { AnnotationAddDialog, AnnotationDialog } from './annotation-dialogs.tsx';
import { PresetEditDialog, PresetSaveDialog } from './preset-dialogs.tsx';
import { TrendExportDialog } from './trend-export-dialog.tsx';

const TREND_DIALOGS: readonly DialogRequest['kind'][] = [
  'preset-save',
  'preset-edit',
  'annotation-add',
  'annotation',
  'trend-export',
];

export const isAboutTrends = (request: DialogRequest): request is TrendDialogRequest =>
  TREND_DIALOGS.includes(request.kind);

interface TrendDialogProps {
  readonly request: TrendDialogRequest;
  readonly onClose: () => void;
}

export function TrendDialog({ request, onClose }: TrendDialogProps): ReactNode {
  switch (request.kind) {
    case 'preset-save':
      return <PresetSaveDialog setup={request.setup} name={request.name} onClose={onClose} />;
    case 'preset-edit':
      return <PresetEditDialog preset={request.preset} setup={request.setup} onClose={onClose} />;
    case 'annotation-add':
      return <AnnotationAddDialog tags={request.tags} at={request.at} onClose={onClose} />;
    case 'annotation':
      return <AnnotationDialog annotation={request.annotation} onClose={onClose} />;
    case 'trend-export':
      return <TrendExportDialog pens={request.pens} window={request.window} onClose={onClose} />;
  }
}
