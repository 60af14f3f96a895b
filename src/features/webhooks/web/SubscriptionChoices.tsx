import { ChoiceGroup } from '#features/access/web/ChoiceGroup.tsx';
import type { RegisterSummary } from '#features/registers/web/queries.ts';
import { useLanguage, useMessages } from '#web/language.ts';
import { Checkbox } from '#web/ui/Checkbox.tsx';
import { messages } from './messages.ts';
import { RECORD_EVENTS, type RecordEvent, type Subscription } from './queries.ts';

/** `<register> <event>`: what is ticked. */
type Pairs = ReadonlySet<string>;

export const toPairs = (subscriptions: readonly Subscription[]): Pairs =>
  new Set(subscriptions.flatMap(({ register, events }) => events.map((event) => `${register} ${event}`)));

export const fromPairs = (pairs: Pairs): Subscription[] =>
  [...Map.groupBy(pairs, (pair) => pair.split(' ')[0] ?? '')].map(([register, ofRegister]) => ({
    register,
    events: ofRegister.map((pair) => pair.slice(register.length + 1) as RecordEvent),
  }));

interface SubscriptionChoicesProps {
  registers: readonly RegisterSummary[];
  chosen: Pairs;
  onChange: (chosen: Pairs) => void;
  error: string | undefined;
}

/** What is told of, by register. */
export function SubscriptionChoices({ registers, chosen, onChange, error }: SubscriptionChoicesProps) {
  const text = useMessages(messages);
  const language = useLanguage();
  const toggle = (pair: string, isChosen: boolean) => {
    const next = new Set(chosen);
    if (isChosen) next.add(pair);
    else next.delete(pair);
    onChange(next);
  };
  return (
    <ChoiceGroup legend={text.subscriptions} error={error}>
      {registers.length === 0 && <p className="v-muted">{text.noRegisters}</p>}
      {registers.map((register) => (
        <div key={register.id} className="webhook-register" role="group" aria-label={register.name[language]}>
          <h3 aria-hidden="true">{register.name[language]}</h3>
          <div className="webhook-events">
            {RECORD_EVENTS.map((event) => (
              <Checkbox
                key={event}
                isSelected={chosen.has(`${register.id} ${event}`)}
                onChange={(isChosen) => toggle(`${register.id} ${event}`, isChosen)}
              >
                {text.events[event]}
              </Checkbox>
            ))}
          </div>
        </div>
      ))}
    </ChoiceGroup>
  );
}
