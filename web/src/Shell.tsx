/** Around every screen: the menu of what somebody may do, who it is, the language, the way out. */
import { MenuOutlined, UserOutlined } from '@ant-design/icons';
import { App as AntApp, Button, ConfigProvider, Dropdown, Flex, Grid, Layout, Modal, Result, Spin, Typography } from 'antd';
import enUS from 'antd/locale/en_US';
import viVN from 'antd/locale/vi_VN';
import { Component, Suspense, useState, type ReactNode } from 'react';
import { Link, Redirect, Route, Switch, useLocation } from 'wouter';

import { useSession, useSignedIn } from './api/session';
import { LanguageSwitch } from './parts/LanguageSwitch';
import { StepUp } from './parts/StepUp';
import { SignInForm } from './screens/sign-in/SignInForm';
import { ACCOUNT as Account, SCREENS, type Screen } from './screens/registry';
import { COMMON, ROLES, wordOf } from './text/common';
import { useLanguage, useText, type Language } from './text/text';

const NONCE = document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? '';

/** Dark enough to be read on white (WCAG 2.2 AA). */
const THEME = {
    token: {
        colorPrimary: '#0b4a9e',
        colorLink: '#0b4a9e',
        colorError: '#b42318',
        colorSuccess: '#1a6b2f',
        colorWarning: '#8a5300',
        colorTextSecondary: '#4d4d4d',
        colorTextTertiary: '#595959',
        colorTextPlaceholder: '#6b6b6b',
        colorTextDescription: '#4d4d4d',
        colorTextDisabled: '#6b6b6b',
        borderRadius: 6,
        fontFamily: "system-ui, 'Segoe UI', Roboto, 'Noto Sans', 'Liberation Sans', Arial, sans-serif",
    },
};

function useScreens(): Screen[] {
    const { may } = useSession();
    return SCREENS.filter((screen) => screen.rights.some(may));
}

function Menu({ onGo }: { onGo?: () => void }) {
    const text = useText(COMMON);
    const language = useLanguage();
    const [location] = useLocation();
    return (
        <nav aria-label={text.menu} className="menu">
            <ul>
                {useScreens().map((screen) => {
                    const isHere = location === screen.path || location.startsWith(`${screen.path}/`);
                    return (
                        <li key={screen.path}>
                            <Link href={screen.path} aria-current={isHere ? 'page' : undefined} onClick={onGo}>
                                {screen.title[language]}
                            </Link>
                        </li>
                    );
                })}
            </ul>
        </nav>
    );
}

/** A page that fails does not take the others with it. */
class Fence extends Component<{ title: string; help: string; children: ReactNode }, { failed: Error | null }> {
    state = { failed: null as Error | null };
    static getDerivedStateFromError(failed: Error) {
        return { failed };
    }
    render() {
        if (!this.state.failed) {
            return this.props.children;
        }
        return (
            <Result status="error" title={this.props.title} subTitle={this.props.help}>
                <pre>{this.state.failed.message}</pre>
            </Result>
        );
    }
}

function Screens() {
    const text = useText(COMMON);
    const screens = useScreens();
    const [location] = useLocation();
    const first = screens[0]?.path ?? '/account';
    const denied = SCREENS.some((screen) => location.startsWith(screen.path));
    return (
        <Fence key={location} title={text.broken} help={text.brokenHelp}>
            <Suspense fallback={<Spin size="large" />}>
                <Switch>
                    <Route path="/">
                        <Redirect to={first} replace />
                    </Route>
                    {screens.map((screen) => (
                        <Route key={screen.path} path={`${screen.path}/*?`}>
                            <screen.page />
                        </Route>
                    ))}
                    <Route path="/account">
                        <Account />
                    </Route>
                    <Route>
                        <Result
                            status={denied ? '403' : '404'}
                            title={denied ? text.noRight : text.notFound}
                            extra={<Link href={first}>{text.backHome}</Link>}
                        />
                    </Route>
                </Switch>
            </Suspense>
        </Fence>
    );
}

function Who() {
    const text = useText(COMMON);
    const roles = useText(ROLES);
    const session = useSignedIn();
    const { end } = useSession();
    const [, go] = useLocation();
    const role = session.roles[0];
    return (
        <Dropdown
            trigger={['click']}
            menu={{
                items: [
                    { key: 'account', label: text.account, onClick: () => go('/account') },
                    { key: 'out', label: text.signOut, onClick: () => void end() },
                ],
            }}
        >
            <Button type="text" icon={<UserOutlined />} className="who">
                {session.full_name}
                {role && ` · ${wordOf(roles, role.role)}${role.area_name ? ` ${role.area_name}` : ''}`}
            </Button>
        </Dropdown>
    );
}

/** Over whatever is open; nothing that was typed is lost. */
function SignInAgain() {
    const common = useText(COMMON);
    const { hasEnded, session } = useSession();
    return (
        <Modal title={common.sessionEnded} open={hasEnded} footer={null} closable={false} keyboard={false} zIndex={1200} destroyOnHidden>
            <Typography.Paragraph>{common.sessionEndedHelp}</Typography.Paragraph>
            <SignInForm login={session?.login} />
        </Modal>
    );
}

function Frame({ onLanguage }: { onLanguage: (language: Language) => void }) {
    const text = useText(COMMON);
    const { lg } = Grid.useBreakpoint();
    const [isOpen, setIsOpen] = useState(false);
    return (
        <Layout className="shell">
            <a href="#content" className="skip">
                {text.skip}
            </a>
            <header className="top">
                <Flex align="center" gap={10}>
                    {!lg && (
                        <Button
                            type="text"
                            icon={<MenuOutlined />}
                            aria-label={text.menu}
                            aria-expanded={isOpen}
                            onClick={() => setIsOpen(!isOpen)}
                        />
                    )}
                    <img src="/icon.svg" width={28} height={28} alt="" />
                    <strong className="brand">{text.app}</strong>
                </Flex>
                <Flex align="center" gap={4} wrap>
                    <LanguageSwitch onLanguage={onLanguage} />
                    <Who />
                </Flex>
            </header>
            <div className="below">
                {(lg || isOpen) && (
                    <aside className="side">
                        <Menu onGo={() => setIsOpen(false)} />
                    </aside>
                )}
                <main id="content" tabIndex={-1}>
                    <Screens />
                </main>
            </div>
            <StepUp />
            <SignInAgain />
        </Layout>
    );
}

export default function Shell({ onLanguage }: { onLanguage: (language: Language) => void }) {
    const language = useLanguage();
    return (
        <ConfigProvider locale={language === 'vi' ? viVN : enUS} theme={THEME} csp={{ nonce: NONCE }}>
            <AntApp>
                <Frame onLanguage={onLanguage} />
            </AntApp>
        </ConfigProvider>
    );
}
