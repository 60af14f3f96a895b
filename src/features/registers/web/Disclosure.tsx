import { useMutation, useQueryClient } from '@tanstack/react-query';
import { lazy, Suspense, useEffect, useState } from 'react';
import { call } from '#web/client.ts';
import { useLanguage, useMessages } from '#web/language.ts';
import { Button } from '#web/ui/Button.tsx';
import { announce } from '#web/ui/LiveRegion.tsx';
import { messages } from './messages.ts';
import { historyQuery, type Field, type RecordView } from './queries.ts';
import { useRegister } from './register.ts';

const DisclosureDialog = lazy(() => import('./DisclosureDialog.tsx'));

const SHOWN_SECONDS = 60;

interface DisclosureProps {
  record: RecordView;
  field: Field;
  masked: string;
}

/**
 * An identity number, masked until somebody says why they need it, and masked again after a minute. In clear it is in this
 * component alone: in no cache and no address.
 */
export function Disclosure({ record, field, masked }: DisclosureProps) {
  const text = useMessages(messages);
  const language = useLanguage();
  const { place } = useRegister();
  const queries = useQueryClient();
  const [isAsking, setAsking] = useState<boolean>();
  const [shown, setShown] = useState<{ value: string; until: number }>();
  const disclose = useMutation({
    // Kept by nobody: a mutation's answer would otherwise stay in memory with it.
    gcTime: 0,
    mutationFn: (reason: string) =>
      call('POST /organisations/{organisation}/registers/{register}/records/{record}/disclosures', {
        params: { ...place, record: record.id },
        body: { field: field.key, reason },
      }),
    onSuccess: ({ value }) => {
      setAsking(false);
      setShown({ value: value ?? '', until: Date.now() + SHOWN_SECONDS * 1000 });
      announce(text.numberShown(SHOWN_SECONDS));
      void queries.invalidateQueries({ queryKey: historyQuery(place, record.id).queryKey });
    },
  });
  const { reset } = disclose;
  const mask = () => {
    setShown(undefined);
    reset();
    announce(text.numberMaskedAgain);
  };
  return (
    <div className="r-disclosure">
      {shown ? (
        <>
          <strong className="v-number">{writtenNumber(shown.value)}</strong>
          <Button size="small" variant="quiet" icon="eyeOff" onPress={mask}>
            {text.hide}
          </Button>
          <Countdown until={shown.until} onOver={mask} />
        </>
      ) : (
        <>
          <span className="r-masked">{masked}</span>
          <Button
            size="small"
            variant="quiet"
            icon="eye"
            aria-label={`${text.show}: ${field.label[language]}`}
            onPress={() => setAsking(true)}
          >
            {text.show}
          </Button>
        </>
      )}
      {isAsking !== undefined && (
        <Suspense>
          <DisclosureDialog
            isOpen={isAsking}
            of={record.title || text.nameless}
            error={disclose.error}
            isPending={disclose.isPending}
            onClose={() => {
              setAsking(false);
              reset();
            }}
            onReason={(reason) => disclose.mutate(reason)}
          />
        </Suspense>
      )}
    </div>
  );
}

function Countdown({ until, onOver }: { until: number; onOver: () => void }) {
  const text = useMessages(messages);
  const secondsLeft = () => Math.max(0, Math.ceil((until - Date.now()) / 1000));
  const [seconds, setSeconds] = useState(secondsLeft);
  useEffect(() => {
    const timer = setInterval(() => setSeconds(secondsLeft()), 1000);
    return () => clearInterval(timer);
  });
  useEffect(() => {
    if (seconds === 0) onOver();
  }, [seconds, onOver]);
  return <small className="v-muted v-number">{text.secondsLeft(seconds)}</small>;
}

/** `19900101-1234`, however it was kept. */
const writtenNumber = (value: string) => (/^\d{12}$/.test(value) ? `${value.slice(0, 8)}-${value.slice(8)}` : value);
