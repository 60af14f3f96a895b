import { useMessages } from '#web/language.ts';
import { useSignedIn } from '#web/session.ts';
import { changeTheme, THEMES, useTheme, type Theme } from '#web/theme.ts';
import { Avatar } from '#web/ui/Avatar.tsx';
import { Badge } from '#web/ui/Badge.tsx';
import { Card } from '#web/ui/Card.tsx';
import { Link } from '#web/ui/Link.tsx';
import { PageHeader } from '#web/ui/PageHeader.tsx';
import { RadioGroup } from '#web/ui/RadioGroup.tsx';
import { RowList } from '#web/ui/RowList.tsx';
import { messages } from './messages.ts';
import { PasswordCard } from './PasswordCard.tsx';
import { ProfileCard } from './ProfileCard.tsx';
import { SessionsCard } from './SessionsCard.tsx';

/** One's own account: it is the same in every organisation. */
export function AccountPage() {
  const text = useMessages(messages).account;
  const { account } = useSignedIn();
  return (
    <div className="f-page">
      <PageHeader title={text.title} description={account.userName} />
      <ProfileCard />
      <div className="v-columns">
        <PasswordCard />
        <AppearanceCard />
      </div>
      <SessionsCard />
      <OrganisationsCard />
    </div>
  );
}

function AppearanceCard() {
  const text = useMessages(messages).account;
  const theme = useTheme();
  return (
    <Card title={text.appearance} description={text.appearanceText}>
      <RadioGroup
        label={text.appearance}
        isLabelHidden
        value={theme}
        onChange={(id) => changeTheme(id as Theme)}
        options={THEMES.map((id) => ({ id, label: text.themes[id] }))}
      />
    </Card>
  );
}

function OrganisationsCard() {
  const text = useMessages(messages).account;
  const { organisations } = useSignedIn();
  return (
    <Card title={text.organisations} isFlush={organisations.length > 0}>
      {organisations.length === 0 ? (
        text.noOrganisations
      ) : (
        <RowList
          label={text.organisations}
          rows={organisations}
          rowKey={({ id }) => id}
          lead={({ name }) => <Avatar name={name} shape="square" />}
          title={({ slug, name }) => <Link href={`/o/${slug}`}>{name}</Link>}
          detail={({ slug }) => `/o/${slug}`}
          end={({ isDemonstration, isInstallation }) => (
            <>
              {isDemonstration && <Badge tone="warning">{text.demonstration}</Badge>}
              {isInstallation && <Badge>{text.installation}</Badge>}
            </>
          )}
        />
      )}
    </Card>
  );
}
