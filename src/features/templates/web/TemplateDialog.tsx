import './templates.css';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useId, useState } from 'react';
import { registersQuery } from '#features/registers/web/queries.ts';
import { call } from '#web/client.ts';
import { useFormats, useLanguage, useMessages } from '#web/language.ts';
import { useOrganisation } from '#web/organisation.ts';
import { Badge } from '#web/ui/Badge.tsx';
import { Button } from '#web/ui/Button.tsx';
import { Dialog } from '#web/ui/Dialog.tsx';
import { ErrorState } from '#web/ui/ErrorState.tsx';
import { Form } from '#web/ui/Form.tsx';
import { Icon } from '#web/ui/Icon.tsx';
import { messages as kit } from '#web/ui/messages.ts';
import { RadioGroup } from '#web/ui/RadioGroup.tsx';
import { RowList } from '#web/ui/RowList.tsx';
import { SkeletonLines } from '#web/ui/Skeleton.tsx';
import { toast } from '#web/ui/Toast.tsx';
import { messages } from './messages.ts';
import { templatesKey, templatesQuery, type Template } from './queries.ts';

/** Which template, what it makes, and making it. */
export default function TemplateDialog({ onClose }: { onClose: () => void }) {
  const text = useMessages(messages);
  const { cancel } = useMessages(kit);
  const language = useLanguage();
  const formats = useFormats();
  const { id: organisation, slug } = useOrganisation();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const form = useId();
  const read = useQuery(templatesQuery(organisation));
  const templates = read.data?.templates ?? [];
  const [key, setKey] = useState<string>();
  const template = templates.find((one) => one.key === key) ?? templates[0];
  const lacking = template?.registers.filter(({ isThere }) => !isThere) ?? [];
  const make = useMutation({
    mutationFn: (chosen: Template) =>
      call('POST /organisations/{organisation}/templates/{template}/registers', {
        params: { organisation, template: chosen.key },
      }),
    onSuccess: async (_, chosen) => {
      await Promise.all(
        [registersQuery(organisation).queryKey, templatesKey(organisation)].map((queryKey) =>
          queries.invalidateQueries({ queryKey }),
        ),
      );
      toast({ title: text.made(chosen.name[language]), tone: 'success' });
      onClose();
      await navigate({ href: `/o/${slug}/registers` });
    },
  });
  return (
    <Dialog
      isOpen
      onClose={onClose}
      size="large"
      title={text.fromTemplate}
      footer={
        <>
          <Button onPress={onClose}>{cancel}</Button>
          {lacking.length > 0 && (
            <Button variant="primary" type="submit" form={form} isPending={make.isPending}>
              {text.make(lacking.length, formats.number(lacking.length))}
            </Button>
          )}
        </>
      }
    >
      {read.isPending && <SkeletonLines lines={6} />}
      {read.isError && (
        <ErrorState error={read.error} onRetry={() => void read.refetch()} isRetrying={read.isRefetching} />
      )}
      {template && (
        <Form id={form} onSubmit={() => make.mutate(template)} error={make.error} label={text.fromTemplate}>
          <p className="v-muted">{text.intro}</p>
          <RadioGroup
            label={text.choose}
            value={template.key}
            onChange={setKey}
            options={templates.map((one) => ({ id: one.key, label: one.name[language], detail: one.about[language] }))}
          />
          <Makes template={template} />
        </Form>
      )}
    </Dialog>
  );
}

function Makes({ template }: { template: Template }) {
  const text = useMessages(messages);
  const language = useLanguage();
  const formats = useFormats();
  const kept = template.registers.filter(({ isThere }) => isThere).length;
  return (
    <section className="tp-makes">
      <h3>{text.makes}</h3>
      <RowList
        label={text.makes}
        rows={template.registers}
        rowKey={({ key }) => key}
        lead={({ subject }) => <Icon name={subject === 'person' ? 'users' : 'register'} size={20} />}
        title={({ name }) => name[language]}
        detail={({ about, views }) => (
          <>
            {about[language]}
            {views.length > 0 && (
              <small className="tp-views">{text.views(formats.list(views.map((view) => view[language])))}</small>
            )}
          </>
        )}
        end={({ isThere, fieldCount }) =>
          isThere ? <Badge icon="check">{text.isThere}</Badge> : text.fields(formats.number(fieldCount))
        }
      />
      {kept > 0 && <p className="v-muted">{kept === template.registers.length ? text.allThere : text.isThereText}</p>}
    </section>
  );
}
