import './registers.css';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { FromTemplate } from '#features/templates/web/FromTemplate.tsx';
import { useFormats, useLanguage, useMessages } from '#web/language.ts';
import { useOrganisation } from '#web/organisation.ts';
import { Button } from '#web/ui/Button.tsx';
import { ErrorState } from '#web/ui/ErrorState.tsx';
import { Icon } from '#web/ui/Icon.tsx';
import { Link } from '#web/ui/Link.tsx';
import { PageHeader } from '#web/ui/PageHeader.tsx';
import { SearchField } from '#web/ui/SearchField.tsx';
import { Skeleton, SkeletonLines } from '#web/ui/Skeleton.tsx';
import { FirstRegister } from './FirstRegister.tsx';
import { messages } from './messages.ts';
import { countQuery, registerHref, registersQuery, type RegisterSummary } from './queries.ts';
import { useCountWords } from './useCountWords.ts';

const NewRegisterDialog = lazy(() => import('./design/NewRegisterDialog.tsx'));

/** The registers of the organisation. */
export function RegistersPage() {
  const text = useMessages(messages);
  const organisation = useOrganisation();
  const registers = useQuery(registersQuery(organisation.id));
  const [isMaking, setMaking] = useState(false);
  return (
    <div className="f-page">
      <PageHeader
        title={text.registers}
        actions={
          organisation.may('register.write') && (
            <>
              {(registers.data?.registers.length ?? 0) > 0 && <FromTemplate />}
              <Button icon="add" onPress={() => setMaking(true)}>
                {text.newRegister}
              </Button>
            </>
          )
        }
      />
      {isMaking && (
        <Suspense>
          <NewRegisterDialog
            taken={registers.data?.registers.map(({ key }) => key) ?? []}
            onClose={() => setMaking(false)}
          />
        </Suspense>
      )}
      {registers.isPending ? (
        <SkeletonLines lines={4} />
      ) : registers.isError ? (
        <ErrorState
          error={registers.error}
          onRetry={() => void registers.refetch()}
          isRetrying={registers.isRefetching}
        />
      ) : registers.data.registers.length === 0 ? (
        <FirstRegister />
      ) : (
        <RegisterList registers={registers.data.registers} />
      )}
    </div>
  );
}

/** Beyond this they are searched, and not counted: a page must not ask the server for each of them. */
const COUNTED_MAX = 30;

function RegisterList({ registers }: { registers: readonly RegisterSummary[] }) {
  const text = useMessages(messages);
  const language = useLanguage();
  const [searched, setSearched] = useState('');
  const isMany = registers.length > COUNTED_MAX;
  const wanted = searched.trim().toLocaleLowerCase(language);
  const found = registers.filter(({ name }) => name[language].toLocaleLowerCase(language).includes(wanted));
  return (
    <>
      {isMany && <SearchField label={text.search} value={searched} onChange={setSearched} />}
      <ul className="r-registers">
        {found.map((register) => (
          <RegisterItem key={register.id} register={register} isCounted={found.length <= COUNTED_MAX} />
        ))}
      </ul>
      {found.length === 0 && <p className="v-muted">{text.noRegisterFound}</p>}
    </>
  );
}

function RegisterItem({ register, isCounted }: { register: RegisterSummary; isCounted: boolean }) {
  const text = useMessages(messages);
  const formats = useFormats();
  const language = useLanguage();
  const organisation = useOrganisation();
  const words = useCountWords(register, false);
  const count = useQuery({
    ...countQuery({ organisation: organisation.id, register: register.id }, {}),
    enabled: isCounted && organisation.may('record.read'),
  });
  return (
    <li className="r-register">
      <span className="r-register-mark">
        <Icon name={register.subject === 'person' ? 'users' : 'register'} size={22} />
      </span>
      <span className="r-register-text">
        <Link href={registerHref(organisation.slug, register)} isQuiet>
          {register.name[language]}
        </Link>
        <small className="v-muted">
          {count.data ? words(count.data) : count.isLoading ? <Skeleton width="6rem" /> : null}
          {count.data && ' · '}
          {text.fieldCount(register.fieldCount, formats.number(register.fieldCount))}
        </small>
      </span>
      <Icon name="chevronRight" />
    </li>
  );
}
