import { useQueryClient, useMutation } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { ProblemError } from '#web/client.ts';
import { EntryFrame } from '#web/frame/EntryFrame.tsx';
import { Redirect } from '#web/frame/Redirect.tsx';
import { useMessages } from '#web/language.ts';
import { localPath } from '#web/local-path.ts';
import { useSession, useSessionEnd } from '#web/session.ts';
import { Banner } from '#web/ui/Banner.tsx';
import { Button } from '#web/ui/Button.tsx';
import { Form } from '#web/ui/Form.tsx';
import { TextField } from '#web/ui/TextField.tsx';
import { addressIn, addressQuery, rememberedAddress } from './address.ts';
import { CookieNotice } from './CookieNotice.tsx';
import { messages } from './messages.ts';

/** One signs in at an organisation's own address (P15). Here one says which. */
export function SignInPage() {
  const { back }: { back?: unknown } = useSearch({ strict: false });
  const session = useSession();
  const way = localPath(back, location.origin);
  if (session.data) return <Redirect href={way ?? '/'} />;
  return <AddressForm {...(way !== undefined && { back: way })} />;
}

function AddressForm({ back }: { back?: string }) {
  const text = useMessages(messages);
  const queries = useQueryClient();
  const navigate = useNavigate();
  const ended = useSessionEnd();
  const [written, setWritten] = useState(rememberedAddress);
  const find = useMutation({
    mutationFn: () => queries.fetchQuery(addressQuery(addressIn(written))),
    onSuccess: ({ slug }) =>
      void navigate({ href: back === undefined ? `/o/${slug}` : `/o/${slug}?back=${encodeURIComponent(back)}` }),
  });
  const isUnknown = find.error instanceof ProblemError && find.error.status === 404;
  return (
    <EntryFrame title={text.chooseAddress}>
      <div className="v-stack">
        <CookieNotice />
        {ended && <Banner title={text.ended}>{ended.code === 'idle' ? ended.title : text.endedText}</Banner>}
        <Form
          onSubmit={() => {
            if (addressIn(written) !== '') find.mutate();
          }}
          error={isUnknown ? undefined : find.error}
          label={text.chooseAddress}
        >
          <TextField
            label={text.address}
            name="organisation"
            value={written}
            onChange={(value) => {
              setWritten(value);
              find.reset();
            }}
            description={text.addressDescription}
            autoComplete="organization"
            placeholder="lindangen"
            autoFocus
            isRequired
            {...(isUnknown && { error: text.addressUnknown })}
          />
          <Button variant="primary" type="submit" isWide isPending={find.isPending}>
            {text.next}
          </Button>
        </Form>
      </div>
    </EntryFrame>
  );
}
