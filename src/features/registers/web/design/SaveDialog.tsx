import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { call, ProblemError } from '#web/client.ts';
import { useLanguage, useMessages } from '#web/language.ts';
import { Banner } from '#web/ui/Banner.tsx';
import { Button } from '#web/ui/Button.tsx';
import { Dialog } from '#web/ui/Dialog.tsx';
import { problemWords } from '#web/ui/ErrorState.tsx';
import { messages as kit } from '#web/ui/messages.ts';
import { SkeletonLines } from '#web/ui/Skeleton.tsx';
import { toast } from '#web/ui/Toast.tsx';
import { recordsKey, registersQuery, type Register } from '../queries.ts';
import { useRegister } from '../register.ts';
import { ChangeList } from './ChangeList.tsx';
import { describeChanges } from './changes.ts';
import { ConversionPreview, previewQuery } from './ConversionPreview.tsx';
import { definitionOfRegister } from './design.ts';
import { useDesigner } from './designer.ts';
import { placeFaults, type Fault } from './faults.ts';
import { messages } from './messages.ts';
import { useNameOf } from './useNameOf.ts';

interface SaveDialogProps {
  onClose: () => void;
  /** Something has to be put right first: this, to begin with. */
  onRefused: (first: Fault) => void;
}

/** What will change, and the one save for all of it. Whoever was faster is shown beside. */
export function SaveDialog({ onClose, onRefused }: SaveDialogProps) {
  const text = useMessages(messages);
  const words = useMessages(kit);
  const { place } = useRegister();
  const { saved, design, definition, changes, settle, tell } = useDesigner();
  const queries = useQueryClient();
  const preview = useQuery(previewQuery(place, definition));
  const refuse = (error: unknown) => {
    if (!(error instanceof ProblemError)) return;
    const faults = placeFaults(error.fields, design);
    const [first] = faults;
    if (!first) return;
    tell(faults);
    onClose();
    onRefused(first);
  };
  // Whoever has seen the preview and saves has asked for the conversions in it.
  const converts = preview.data?.changes.filter(({ kind }) => kind !== 'unique').map(({ field }) => field) ?? [];
  const save = useMutation({
    mutationFn: () =>
      call('PUT /organisations/{organisation}/registers/{register}/definition', {
        params: { ...place },
        body: { version: saved.version, definition, converts },
      }),
    onSuccess: async (register) => {
      settle(register);
      onClose();
      toast({ title: text.saved });
      await Promise.all([
        queries.invalidateQueries({ queryKey: registersQuery(place.organisation).queryKey }),
        queries.invalidateQueries({ queryKey: recordsKey(place) }),
        queries.invalidateQueries({ queryKey: ['definition-versions', place.organisation, place.register] }),
        queries.invalidateQueries({ queryKey: ['sealings', place.organisation, place.register] }),
      ]);
    },
    onError: refuse,
  });
  const current = staleSide(save.error);
  if (current) return <StaleDialog current={current} onClose={onClose} />;
  const failure = save.error ?? (hasFields(preview.error) ? null : preview.error);
  const problem = failure ? problemWords(failure, words) : undefined;
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={text.saveTitle}
      footer={
        <>
          <Button onPress={onClose}>{words.cancel}</Button>
          <Button
            variant="primary"
            isPending={save.isPending}
            isDisabled={preview.isLoading}
            // What the preview refuses, saving would refuse too.
            onPress={() => (preview.error ? refuse(preview.error) : save.mutate())}
          >
            {text.save}
          </Button>
        </>
      }
    >
      <div className="v-stack">
        {problem && (
          <Banner tone="danger" title={problem.title}>
            {problem.detail}
          </Banner>
        )}
        <ChangeList changes={changes} label={text.mine} />
        {preview.isLoading && <SkeletonLines lines={2} />}
        {preview.data && <ConversionPreview preview={preview.data} />}
      </div>
    </Dialog>
  );
}

const hasFields = (error: unknown) => error instanceof ProblemError && error.fields.length > 0;

/** The register as somebody else has made it, when that is why the change was refused. */
function staleSide(error: unknown): Register | undefined {
  if (!(error instanceof ProblemError) || error.code !== 'register.stale') return undefined;
  return error.extension['current'] as Register | undefined;
}

/** Both sides. Nothing is decided for anybody, and nothing is saved here. */
function StaleDialog({ current, onClose }: { current: Register; onClose: () => void }) {
  const text = useMessages(messages);
  const language = useLanguage();
  const nameOf = useNameOf();
  const { saved, changes, settle, rebaseOn } = useDesigner();
  const theirs = describeChanges(saved.definition, definitionOfRegister(current), { text, language, nameOf });
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={text.staleTitle}
      size="large"
      footer={
        <>
          <Button
            onPress={() => {
              settle(current);
              onClose();
            }}
          >
            {text.takeTheirs}
          </Button>
          <Button
            variant="primary"
            onPress={() => {
              rebaseOn(current);
              onClose();
              toast({ title: text.rebased, tone: 'info' });
            }}
          >
            {text.lookAgain}
          </Button>
        </>
      }
    >
      <div className="v-stack">
        <Banner tone="warning">{text.staleText}</Banner>
        <div className="v-columns">
          <section className="v-stack">
            <h3>{text.theirs}</h3>
            <ChangeList changes={theirs} label={text.theirs} />
          </section>
          <section className="v-stack">
            <h3>{text.mine}</h3>
            <ChangeList changes={changes} label={text.mine} />
          </section>
        </div>
        <p className="v-muted">{text.lookAgainText}</p>
      </div>
    </Dialog>
  );
}
