import { useQuery } from '@tanstack/react-query';
import { PermissionBadges } from '#features/access/web/PermissionBadges.tsx';
import { rolesQuery } from '#features/access/web/queries.ts';
import { roleName } from '#features/access/web/role-words.ts';
import { FirstRegister } from '#features/registers/web/FirstRegister.tsx';
import { registerHref, registersQuery } from '#features/registers/web/queries.ts';
import { useFormats, useLanguage, useMessages } from '#web/language.ts';
import { useOrganisation } from '#web/organisation.ts';
import { Badge } from '#web/ui/Badge.tsx';
import { Card } from '#web/ui/Card.tsx';
import { CopyField } from '#web/ui/CopyField.tsx';
import { EmptyState } from '#web/ui/EmptyState.tsx';
import { ErrorState } from '#web/ui/ErrorState.tsx';
import { Icon } from '#web/ui/Icon.tsx';
import { Link } from '#web/ui/Link.tsx';
import { PageHeader } from '#web/ui/PageHeader.tsx';
import { RowList } from '#web/ui/RowList.tsx';
import { SkeletonLines } from '#web/ui/Skeleton.tsx';
import { messages } from './messages.ts';

/** The organisation at a glance: what it keeps, and what one may do with it. */
export function OverviewPage() {
  const text = useMessages(messages).overview;
  const { name, slug, isInstallation, me, may } = useOrganisation();
  return (
    <div className="f-page">
      <PageHeader title={name} windowTitle={`${text.title} · ${name}`} />
      {me.permissions.length === 0 && (
        <EmptyState icon="lock" title={text.nothing}>
          {text.nothingText}
        </EmptyState>
      )}
      {may('register.read') && !isInstallation && <RegistersCard />}
      <div className="v-columns">
        {may('organisation.read') && <RolesCard />}
        <Card title={text.address}>
          <CopyField label={text.addressLabel} value={`${location.origin}/o/${slug}`} />
        </Card>
      </div>
    </div>
  );
}

function RegistersCard() {
  const text = useMessages(messages).overview;
  const language = useLanguage();
  const { id, slug } = useOrganisation();
  const registers = useQuery(registersQuery(id));
  const rows = registers.data?.registers ?? [];
  return (
    <Card title={text.registers} isFlush={rows.length > 0}>
      {registers.isPending && <SkeletonLines lines={3} />}
      {registers.isError && (
        <ErrorState
          error={registers.error}
          onRetry={() => void registers.refetch()}
          isRetrying={registers.isRefetching}
        />
      )}
      {registers.isSuccess && rows.length === 0 && <FirstRegister />}
      {rows.length > 0 && (
        <RowList
          label={text.registers}
          rows={rows}
          rowKey={(register) => register.id}
          lead={() => <Icon name="register" size={22} />}
          title={(register) => <Link href={registerHref(slug, register)}>{register.name[language]}</Link>}
          detail={(register) => text.fieldCount(register.fieldCount)}
          end={(register) => register.subject === 'person' && <Badge icon="user">{text.people}</Badge>}
        />
      )}
    </Card>
  );
}

function RolesCard() {
  const text = useMessages(messages).overview;
  const language = useLanguage();
  const formats = useFormats();
  const { id, me } = useOrganisation();
  const roles = useQuery(rolesQuery(id));
  const own = (roles.data?.roles ?? []).filter((role) => me.roleIds.includes(role.id));
  return (
    <Card title={text.yourRoles} description={text.yourRolesText}>
      {roles.isPending && <SkeletonLines lines={2} />}
      {own.length > 0 && <strong>{formats.list(own.map((role) => roleName(role, language)))}</strong>}
      <PermissionBadges permissions={me.permissions} />
    </Card>
  );
}
