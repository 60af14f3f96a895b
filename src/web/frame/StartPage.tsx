import { useMessages } from '../language.ts';
import { useSignedIn } from '../session.ts';
import { Avatar } from '../ui/Avatar.tsx';
import { Badge } from '../ui/Badge.tsx';
import { Card } from '../ui/Card.tsx';
import { EmptyState } from '../ui/EmptyState.tsx';
import { Link } from '../ui/Link.tsx';
import { PageHeader } from '../ui/PageHeader.tsx';
import { RowList } from '../ui/RowList.tsx';
import { messages } from './messages.ts';
import { Redirect } from './Redirect.tsx';

/** The organisations that the account may enter. Who has one is led there. */
export function StartPage() {
  const text = useMessages(messages);
  const { organisations } = useSignedIn();
  const [only] = organisations;
  if (only && organisations.length === 1) return <Redirect href={`/o/${only.slug}`} />;
  return (
    <div className="f-page">
      <PageHeader title={text.chooseOrganisation} />
      {organisations.length === 0 ? (
        <EmptyState icon="building" title={text.noOrganisations}>
          {text.noOrganisationsText}
        </EmptyState>
      ) : (
        <Card isFlush>
          <RowList
            label={text.yourOrganisations}
            rows={organisations}
            rowKey={({ id }) => id}
            lead={({ name }) => <Avatar name={name} shape="square" size="large" />}
            title={({ slug, name }) => <Link href={`/o/${slug}`}>{name}</Link>}
            detail={({ slug }) => `/o/${slug}`}
            end={({ isDemonstration, isInstallation }) => (
              <>
                {isDemonstration && <Badge tone="warning">{text.demonstration}</Badge>}
                {isInstallation && <Badge>{text.installation}</Badge>}
              </>
            )}
          />
        </Card>
      )}
    </div>
  );
}
