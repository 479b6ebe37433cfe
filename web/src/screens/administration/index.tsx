/** Users and their roles, providers, areas, and the law as it stands. */
import { App, Card, Flex, Tabs, Typography } from 'antd';

import type { Reply } from '../../api/client';
import { useAction, useGet } from '../../api/hooks';
import { useAreas } from '../../parts/AreaSelect';
import { numberColumn, textColumn } from '../../parts/columns';
import { ConfirmAction } from '../../parts/ConfirmAction';
import { FormDialog } from '../../parts/FormDialog';
import type { Field } from '../../parts/values';
import { ListTable } from '../../parts/ListTable';
import { Mark } from '../../parts/Mark';
import { Page } from '../../parts/Page';
import { COMMON, ROLES, wordOf } from '../../text/common';
import { day } from '../../text/format';
import { say, useLanguage, useText } from '../../text/text';
import { ADMINISTRATION, AREA_KINDS, PROVIDER_KINDS } from './text';

type User = Reply<'/api/v1/users'>['users'][number];
type Provider = Reply<'/api/v1/providers'>['providers'][number];
type Clause = Reply<'/api/v1/reference'>['clauses'][number];
type Area = Reply<'/api/v1/areas'>['areas'][number];

function useSaved() {
    const text = useText(ADMINISTRATION);
    const { message } = App.useApp();
    return () => void message.success(text.saved);
}

function useRoleFields(): Field[] {
    const text = useText(ADMINISTRATION);
    const common = useText(COMMON);
    const roles = useText(ROLES);
    const areas = useAreas().data?.areas ?? [];
    return [
        { name: 'role', label: text.role, kind: 'select', options: Object.entries(roles).map(([value, label]) => ({ value, label })) },
        {
            name: 'area_id',
            label: common.area,
            kind: 'select',
            options: [{ value: 0, label: text.wholeCountry }, ...areas.map((area) => ({ value: area.area_id, label: `${area.name} (${area.area_code})` }))],
        },
    ];
}

function AddUser() {
    const text = useText(ADMINISTRATION);
    const common = useText(COMMON);
    const roleFields = useRoleFields();
    const action = useAction('/api/v1/users');
    return (
        <FormDialog
            label={text.add}
            action={action}
            isPrimary
            fields={[
                { name: 'login', label: text.login, kind: 'text', most: 64 },
                { name: 'full_name', label: common.name, kind: 'text', most: 100 },
                ...roleFields,
            ]}
            toBody={(values) => ({
                login: String(values.login),
                full_name: String(values.full_name),
                role: String(values.role),
                area_id: Number(values.area_id) || undefined,
            })}
            onDone={useSaved()}
        />
    );
}

function UserActs({ user }: { user: User }) {
    const text = useText(ADMINISTRATION);
    const roles = useText(ROLES);
    const path = { user_id: user.user_id };
    const saved = useSaved();
    const roleFields = useRoleFields();
    const password = useAction('/api/v1/users/{user_id}/password', path);
    const grant = useAction('/api/v1/users/{user_id}/grants', path);
    const end = useAction('/api/v1/users/{user_id}/grants/end', path);
    const active = useAction('/api/v1/users/{user_id}/active', path);
    const name = { name: user.full_name };
    return (
        <Flex gap={6} wrap>
            <FormDialog
                label={text.setPassword}
                title={`${text.setPassword}: ${user.full_name}`}
                note={text.setPasswordNote}
                action={password}
                fields={[{ name: 'password', label: text.password, kind: 'password', least: 10 }]}
                toBody={(values) => ({ password: String(values.password) })}
                onDone={saved}
            />
            <FormDialog
                label={text.grant}
                title={`${text.grant}: ${user.full_name}`}
                action={grant}
                fields={[
                    ...roleFields,
                    { name: 'valid_to', label: text.until, kind: 'day', isOptional: true },
                    { name: 'provider_code', label: text.provider, kind: 'text', isOptional: true, most: 32 },
                ]}
                toBody={(values) => ({
                    role: String(values.role),
                    area_id: Number(values.area_id) || undefined,
                    valid_to: values.valid_to as number | undefined,
                    provider_code: values.provider_code as string | undefined,
                })}
                onDone={saved}
            />
            {user.role && (
                <ConfirmAction
                    label={text.endGrant}
                    title={text.endGrant}
                    isDanger
                    isRunning={end.isRunning}
                    error={end.error}
                    onOpen={end.clear}
                    onConfirm={() => end.run({ role: user.role ?? '', area_id: user.area_id || undefined })}
                >
                    {say(text.endGrantWhat, { ...name, role: wordOf(roles, user.role), area: user.area_name ?? '' })}
                </ConfirmAction>
            )}
            <ConfirmAction
                label={user.is_active ? text.switchOff : text.switchOn}
                title={user.is_active ? text.switchOff : text.switchOn}
                isDanger={user.is_active}
                isRunning={active.isRunning}
                error={active.error}
                onOpen={active.clear}
                onConfirm={() => active.run({ active: !user.is_active })}
            >
                {say(user.is_active ? text.switchOffWhat : text.switchOnWhat, name)}
            </ConfirmAction>
        </Flex>
    );
}

function Users() {
    const text = useText(ADMINISTRATION);
    const common = useText(COMMON);
    const roles = useText(ROLES);
    const list = useGet('/api/v1/users');
    return (
        <Flex vertical gap={12}>
            <div>
                <AddUser />
            </div>
            <ListTable<User>
                label={text.tabUsers}
                rows={list.data?.users}
                rowKey={(row) => `${row.user_id} ${row.role} ${row.area_id}`}
                isLoading={list.isLoading}
                error={list.error}
                showCount
                columns={[
                    textColumn('name', common.name, (row) => row.full_name),
                    textColumn('login', text.login, (row) => row.login),
                    textColumn('role', text.role, (row) => wordOf(roles, row.role)),
                    textColumn('area', common.area, (row) => row.area_name),
                    textColumn('until', text.until, (row) => day(row.valid_to)),
                    { key: 'active', title: common.state, render: (row) => <Mark kind={row.is_active ? 'good' : 'bad'}>{row.is_active ? text.active : text.inactive}</Mark> },
                    textColumn('password', text.password, (row) => (row.has_password ? text.passwordSet : text.passwordNone)),
                    textColumn('totp', text.totp, (row) => (row.has_totp ? text.on : text.off)),
                    { key: 'act', title: text.act, render: (row) => <UserActs user={row} /> },
                ]}
            />
        </Flex>
    );
}

function Providers() {
    const text = useText(ADMINISTRATION);
    const common = useText(COMMON);
    const kinds = useText(PROVIDER_KINDS);
    const language = useLanguage();
    const list = useGet('/api/v1/providers');
    return (
        <ListTable<Provider>
            label={text.tabProviders}
            rows={list.data?.providers}
            rowKey={(row) => row.provider_code}
            isLoading={list.isLoading}
            error={list.error}
            columns={[
                textColumn('code', text.code, (row) => row.provider_code),
                textColumn('name', common.provider, (row) => row.name),
                textColumn('kind', text.kind, (row) => wordOf(kinds, row.kind)),
                textColumn('bin', text.bin, (row) => row.bin),
                textColumn('template', text.template, (row) => row.template),
                numberColumn('chunk', text.chunk, (row) => row.chunk_rows, language),
                numberColumn('answer', text.answer, (row) => row.answer_days, language),
            ]}
        />
    );
}

function Law() {
    const text = useText(ADMINISTRATION);
    const list = useGet('/api/v1/reference');
    return (
        <Flex vertical gap={8}>
            <Typography.Text>{text.readOnly}</Typography.Text>
            <ListTable<Clause>
                label={text.tabLaw}
                rows={list.data?.clauses}
                rowKey={(row) => row.clause_id}
                isLoading={list.isLoading}
                error={list.error}
                showCount
                columns={[textColumn('clause', text.clause, (row) => row.clause_code), textColumn('citation', text.citation, (row) => row.citation)]}
            />
        </Flex>
    );
}

function Areas() {
    const text = useText(ADMINISTRATION);
    const common = useText(COMMON);
    const kinds = useText(AREA_KINDS);
    const list = useAreas();
    return (
        <ListTable<Area>
            label={text.tabAreas}
            rows={list.data?.areas}
            rowKey={(row) => row.area_id}
            isLoading={list.isLoading}
            error={list.error}
            showCount
            columns={[
                textColumn('code', common.areaCode, (row) => row.area_code),
                textColumn('name', common.area, (row) => row.name),
                textColumn('kind', text.level, (row) => wordOf(kinds, row.kind)),
            ]}
        />
    );
}

export default function Administration() {
    const text = useText(ADMINISTRATION);
    return (
        <Page title={text.title}>
            <Card>
                <Tabs
                    destroyOnHidden
                    items={[
                        { key: 'users', label: text.tabUsers, children: <Users /> },
                        { key: 'providers', label: text.tabProviders, children: <Providers /> },
                        { key: 'areas', label: text.tabAreas, children: <Areas /> },
                        { key: 'law', label: text.tabLaw, children: <Law /> },
                    ]}
                />
            </Card>
        </Page>
    );
}
