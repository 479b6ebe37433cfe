/** A province on a real server, a real browser before it, and what every test does with them. */
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import assert from 'node:assert/strict';

import axe from 'axe-core';
import { chromium, type Browser, type Locator, type Page } from 'playwright-core';

export const PROGRAMS = resolve(process.env.ANSINH_PROGRAMS ?? '../build');
export const POSTGRES = process.env.ANSINH_TEST_POSTGRES ?? '';
const CHROMIUM = process.env.ANSINH_CHROMIUM ?? '/usr/bin/chromium';
/** Where pictures go; the README's are made by setting it to doc/screens. */
const PICTURES = process.env.ANSINH_PICTURES;
const VIEW = { width: 1280, height: 800 };
const PASSWORD = (login: string) => `demo-${login}-2026`;

/** Those of `ansinh user demo`. */
const USERS: Record<string, [string, string]> = {
    admin: ['administrator', '14'],
    canbo1: ['province_officer', '14'],
    ketoan1: ['accountant', '14'],
    lanhdao1: ['leader', '14'],
    kiemtoan1: ['auditor', '14'],
    xa1: ['commune_officer', '03646'],
    chutich1: ['commune_chair', '03646'],
    nganhang1: ['provider', '14'],
};

export type Engine = 'sqlite' | 'postgres';

function databaseMake(engine: Engine, folder: string): string {
    if (engine === 'sqlite') {
        return join(folder, 'ansinh.db');
    }
    const name = `web${process.pid}`;
    execFileSync('psql', ['-q', POSTGRES, '-c', `CREATE DATABASE ${name}`], { stdio: 'ignore' });
    return POSTGRES.replace(/^(postgres:\/\/[^/]*)\/[^?]*/, `$1/${name}`);
}

export class World {
    readonly folder = mkdtempSync(join(tmpdir(), 'ansinh-web-'));
    readonly database: string;
    address = '';
    private readonly windows: Window[] = [];
    private server: ChildProcess | null = null;
    private browser: Browser | null = null;

    constructor(engine: Engine, months: number, scale: number) {
        this.database = databaseMake(engine, this.folder);
        this.run('demo', '--dir', this.folder, '--months', String(months), '--scale', String(scale), '--db', this.database, '--keys', this.keys);
        if (engine === 'sqlite') {
            this.run('user', 'demo', '--as', 'admin', ...this.options);
        } else {
            this.usersMake();
        }
    }

    /** `user demo` gives passwords that everybody knows to a file beside a demo only: here it is done by hand. */
    private usersMake(): void {
        for (const [login, [role, area]] of Object.entries(USERS)) {
            try {
                this.run('user', 'add', login, '--name', `Người dùng ${login}`, '--role', role, '--area', area, '--as', 'admin', ...this.options);
            } catch (error) {
                assert.match(String((error as { stderr?: string }).stderr), /USER_EXISTS/);
            }
            const input = `${PASSWORD(login)}\n`;
            execFileSync(join(PROGRAMS, 'ansinh'), ['user', 'password', login, '--as', 'admin', ...this.options], { input, stdio: ['pipe', 'pipe', 'pipe'] });
        }
        this.run('user', 'speak', 'nganhang1', '--provider', 'bank1', '--as', 'admin', ...this.options);
    }

    private get keys(): string {
        return join(this.folder, 'ansinh.keys');
    }

    get options(): string[] {
        return ['--db', this.database, '--keys', this.keys, '--files', join(this.folder, 'files')];
    }

    run(...words: string[]): string {
        return execFileSync(join(PROGRAMS, 'ansinh'), words, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
    }

    async start(): Promise<void> {
        const port = join(this.folder, 'port');
        rmSync(port, { force: true });
        const words = ['serve', '--listen', '127.0.0.1:0', '--port-file', port, '--web', 'dist', '--out', join(this.folder, 'exchange')];
        this.server = spawn(join(PROGRAMS, 'ansinh'), [...words, ...this.options], { stdio: 'ignore' });
        while (!existsSync(port) || readFileSync(port, 'utf8').trim() === '') {
            assert.equal(this.server.exitCode, null, 'the server died');
            await wait(20);
        }
        this.address = `http://127.0.0.1:${readFileSync(port, 'utf8').trim()}`;
        this.browser ??= await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox', '--disable-dev-shm-usage'] });
    }

    async stop(): Promise<void> {
        const server = this.server;
        if (server && server.exitCode === null) {
            const ended = new Promise((done) => server.once('exit', done));
            server.kill('SIGTERM');
            await ended;
        }
        this.server = null;
    }

    async end(): Promise<void> {
        await this.browser?.close();
        await this.stop();
        rmSync(this.folder, { recursive: true, force: true });
    }

    /** A window of its own in the given language; what the page complains about fails the test. */
    async window(language: 'vi' | 'en' = 'vi', view = VIEW): Promise<Window> {
        assert.ok(this.browser);
        const context = await this.browser.newContext({ viewport: view, acceptDownloads: true, timezoneId: 'Asia/Ho_Chi_Minh' });
        await context.addInitScript((code) => localStorage.setItem('language', code), language);
        const window = new Window(await context.newPage(), this.address);
        this.windows.push(window);
        return window;
    }

    /** After each test: what its windows showed when it failed; they are closed. */
    async sweep(failed: boolean): Promise<void> {
        for (const window of this.windows.splice(0)) {
            if (failed && !window.page.isClosed()) {
                const shown = await window.page.locator('body').innerText();
                console.log(`# ${window.page.url()}\n# ${shown.replace(/\s+/g, ' ').slice(-1500)}\n# ${window.complaints.join(' | ')}`);
            }
            await window.close();
        }
    }

    async signedIn(login: string, language: 'vi' | 'en' = 'vi'): Promise<Window> {
        const window = await this.window(language);
        await window.signIn(login);
        return window;
    }
}

export class Window {
    readonly complaints: string[] = [];
    readonly page: Page;
    readonly address: string;
    private pending = 0;

    constructor(page: Page, address: string) {
        this.page = page;
        this.address = address;
        page.setDefaultTimeout(20_000);
        page.on('request', () => this.pending++);
        page.on('requestfinished', () => this.pending--);
        page.on('requestfailed', () => this.pending--);
        page.on('pageerror', (error) => this.complaints.push(error.message));
        page.on('console', (message) => {
            // A browser prints each reply of 4xx by itself; whether it was expected is the test's matter.
            if (message.type() === 'error' && !message.text().startsWith('Failed to load resource')) {
                this.complaints.push(message.text());
            }
        });
    }

    async signIn(login: string): Promise<void> {
        await this.page.goto(this.address);
        await this.page.fill('input[name=login]', login);
        await this.page.fill('input[name=password]', PASSWORD(login));
        await this.page.press('input[name=password]', 'Enter');
        await this.page.waitForSelector('.shell');
        await this.page.waitForSelector('main h1');
    }

    async open(path: string): Promise<void> {
        await this.page.goto(this.address + path);
        await this.page.waitForSelector('main h1');
        await this.settle();
    }

    /** Nothing is being asked and nothing is still to be shown, twice in a row. */
    async settle(): Promise<void> {
        const until = Date.now() + 20_000;
        for (let quiet = 0; quiet < 3; ) {
            assert.ok(Date.now() < until, 'the page does not come to rest');
            await wait(25);
            const waits = await this.page.locator('.ant-spin-spinning, .ant-skeleton, .wait, [aria-busy=true]').count();
            quiet = this.pending <= 0 && waits === 0 ? quiet + 1 : 0;
        }
    }

    async tab(name: string): Promise<void> {
        await this.page.getByRole('tab', { name, exact: true }).click();
        await this.settle();
    }

    /** Presses a button of the page, then the one of the dialog that it opens. */
    async confirm(label: string): Promise<void> {
        await this.page.getByRole('button', { name: label, exact: true }).first().click();
        await this.dialogAccept();
    }

    /** The dialog in front, once it stands still: before that its form may still be taking its first values. */
    async dialog(): Promise<Locator> {
        const dialog = this.page.getByRole('dialog').last();
        await dialog.waitFor();
        await this.page.waitForFunction(() => document.querySelector('.ant-zoom-appear, .ant-zoom-enter, .ant-zoom-leave') === null);
        return dialog;
    }

    async dialogAccept(): Promise<void> {
        const dialog = await this.dialog();
        await dialog.locator('.ant-modal-footer button').last().click();
    }

    /** The password again, where the server asks for it. */
    async prove(login: string, title: string): Promise<void> {
        const dialog = this.page.getByRole('dialog', { name: title });
        await dialog.waitFor();
        await dialog.locator('input').fill(PASSWORD(login));
        await dialog.locator('.ant-modal-footer button').last().click();
    }

    async told(words: string): Promise<void> {
        await this.page.locator('.ant-message').getByText(words, { exact: false }).first().waitFor();
    }

    async text(): Promise<string> {
        return (await this.page.locator('main').innerText()).replace(/\s+/g, ' ');
    }

    /** Of a page at rest: messages gone, dialogs fully open, from the top. */
    async picture(name: string): Promise<void> {
        if (PICTURES) {
            await this.page.locator('.ant-message-notice').first().waitFor({ state: 'detached', timeout: 15_000 });
            await this.settle();
            await wait(600);
            await this.page.evaluate(() => scrollTo(0, 0));
            await this.page.screenshot({ path: join(PICTURES, `${name}.png`) });
        }
    }

    /** WCAG 2.2 A and AA on what is shown now. */
    async accessible(): Promise<string[]> {
        await this.page.evaluate(axe.source);
        return await this.page.evaluate(async () => {
            const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
            const run = (window as unknown as { axe: typeof axe }).axe.run;
            const found = await run(document, { runOnly: { type: 'tag', values: tags } });
            return found.violations.map((each) => `${each.id}: ${each.nodes.map((node) => node.target.join(' ')).slice(0, 4).join(' | ')}`);
        });
    }

    async close(): Promise<void> {
        if (!this.page.isClosed()) {
            await this.page.context().close();
        }
    }
}
