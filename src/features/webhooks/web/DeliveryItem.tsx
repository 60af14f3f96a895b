import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '#web/client.ts';
import { useFormats, useMessages } from '#web/language.ts';
import { Badge, type BadgeProps } from '#web/ui/Badge.tsx';
import { Button } from '#web/ui/Button.tsx';
import { Icon } from '#web/ui/Icon.tsx';
import { toast } from '#web/ui/Toast.tsx';
import { useTellFailure } from '#web/ui/useTellFailure.ts';
import { messages } from './messages.ts';
import { webhooksKey, type Delivery, type DeliveryState, type Place } from './queries.ts';

const TONES = { waiting: 'info', delivered: 'success', given_up: 'danger' } as const satisfies Record<
  DeliveryState,
  BadgeProps['tone']
>;

interface DeliveryItemProps {
  place: Place;
  delivery: Delivery;
  /** Only an active webhook sends again. */
  isActive: boolean;
}

/** One delivery in a line; what was tried and answered is there for who opens it. */
export function DeliveryItem({ place, delivery, isActive }: DeliveryItemProps) {
  const text = useMessages(messages);
  const formats = useFormats();
  const queries = useQueryClient();
  const tellFailure = useTellFailure();
  const [isOpen, setOpen] = useState(false);
  const { event, state, occurredAt, attemptCount, attempts, dueAt } = delivery;
  const latest = attempts.at(-1);
  const again = useMutation({
    mutationFn: () =>
      call('PUT /organisations/{organisation}/webhooks/{webhook}/deliveries/{delivery}/redelivery', {
        params: { ...place, delivery: delivery.id },
      }),
    onSuccess: () => toast({ title: text.sentAgain }),
    onError: tellFailure,
    onSettled: () => queries.invalidateQueries({ queryKey: webhooksKey(place.organisation) }),
  });
  const details = `delivery-${delivery.id}`;
  const told = [
    attemptCount > 0 && text.attempts(attemptCount),
    latest?.status != null && String(latest.status),
    latest && text.ms(formats.number(latest.durationMs)),
    latest?.fault != null && (text.faults[latest.fault] ?? latest.fault),
    dueAt !== null && attemptCount > 0 && text.next(formats.ago(dueAt)),
  ].filter((part) => typeof part === 'string');
  return (
    <li className="webhook-delivery" data-state={state}>
      <button
        type="button"
        className="webhook-delivery-head"
        aria-expanded={isOpen}
        aria-controls={details}
        onClick={() => setOpen(!isOpen)}
      >
        <Icon name={isOpen ? 'chevronDown' : 'chevronRight'} size={16} />
        <span className="webhook-delivery-words">
          <span className="webhook-delivery-title">
            {text.events[event]}
            <Badge tone={TONES[state]}>{text.states[state]}</Badge>
          </span>
          <span className="webhook-delivery-detail">{told.join(' · ')}</span>
        </span>
        <time className="v-muted v-number" dateTime={occurredAt}>
          {formats.dateTime(occurredAt)}
        </time>
      </button>
      <div id={details} className="webhook-delivery-body" hidden={!isOpen}>
        {isOpen && <Details delivery={delivery} />}
        {isOpen && isActive && (
          <div>
            <Button
              size="small"
              icon="restore"
              aria-label={text.againOf(text.events[event], formats.dateTime(occurredAt))}
              onPress={() => again.mutate()}
              isPending={again.isPending}
            >
              {text.again}
            </Button>
          </div>
        )}
      </div>
    </li>
  );
}

function Details({ delivery }: { delivery: Delivery }) {
  const text = useMessages(messages);
  const formats = useFormats();
  return (
    <>
      <p className="v-muted">
        {text.messageId}: <code>msg_{delivery.id}</code>
        {delivery.version !== null && `, ${text.version(delivery.version)}`}
      </p>
      {delivery.fields.length > 0 && <p>{text.fields(formats.list(delivery.fields))}</p>}
      {delivery.attempts.length > 0 && (
        <div className="webhook-attempts-scroll">
          <table className="webhook-attempts">
            <thead>
              <tr>
                <th scope="col">{text.at}</th>
                <th scope="col">{text.answerStatus}</th>
                <th scope="col">{text.took}</th>
                <th scope="col">{text.outcome}</th>
              </tr>
            </thead>
            <tbody>
              {delivery.attempts.map(({ at, status, durationMs, fault }) => (
                <tr key={at}>
                  <td className="v-number">{formats.dateTime(at)}</td>
                  <td className="v-number">{status ?? text.noAnswer}</td>
                  <td className="v-number">{text.ms(formats.number(durationMs))}</td>
                  <td>{fault === null ? text.cameThrough : (text.faults[fault] ?? fault)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {delivery.answer !== null && delivery.answer !== '' && (
        <figure className="webhook-answer">
          <figcaption>{text.answer}</figcaption>
          <pre>{delivery.answer}</pre>
        </figure>
      )}
    </>
  );
}
