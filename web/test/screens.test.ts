/** Every screen that each role has, in both languages: it shows, complains of nothing, and is accessible. */
import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';

import { World, type Window } from './world.ts';

const MENUS: Record<string, string[]> = {
    canbo1: ['/overview', '/beneficiaries', '/intake', '/movements', '/payments', '/settlement'],
    ketoan1: ['/overview', '/beneficiaries', '/intake', '/movements', '/payments', '/settlement'],
    lanhdao1: ['/overview', '/settlement'],
    kiemtoan1: ['/overview', '/beneficiaries', '/intake', '/movements', '/payments', '/settlement', '/log'],
    xa1: ['/overview', '/beneficiaries', '/intake', '/movements', '/payments', '/settlement'],
    chutich1: ['/overview', '/beneficiaries', '/intake', '/movements', '/payments', '/settlement'],
    nganhang1: ['/provider'],
    admin: ['/administration'],
};

/** Each screen once in each language, by somebody who has it; with the tabs in it. */
const SCREENS: [string, string, string][] = [
    ['canbo1', '/overview', 'overview'],
    ['canbo1', '/beneficiaries', 'beneficiaries'],
    ['canbo1', '/beneficiaries/1', 'profile'],
    ['canbo1', '/intake', 'intake'],
    ['canbo1', '/intake/1', 'intake-one'],
    ['canbo1', '/movements', 'movements'],
    ['canbo1', '/payments', 'payments'],
    ['ketoan1', '/payments/1', 'payroll'],
    ['ketoan1', '/settlement', 'settlement'],
    ['kiemtoan1', '/log', 'log'],
    ['nganhang1', '/provider', 'provider'],
    ['admin', '/administration', 'administration'],
    ['canbo1', '/account', 'account'],
];

const IN_README = new Set(['overview', 'profile', 'intake-one', 'settlement']);

let world: World;

before(async () => {
    world = new World('sqlite', 2, 600);
    await world.start();
});
after(() => world.end());
afterEach((test) => world.sweep(!('passed' in test && test.passed)));

/** What is wrong with what is shown now: all of it is told at the end of a test, not only the first. */
async function wrongs(window: Window, where: string): Promise<string[]> {
    const found = [...(await window.accessible()), ...window.complaints.splice(0)];
    return found.map((each) => `${where}: ${each}`);
}

test('the first page', async () => {
    const window = await world.window();
    await window.page.goto(world.address);
    await window.page.waitForSelector('input[name=login]');
    assert.deepEqual(await wrongs(window, 'sign-in'), []);
    await window.close();
});

for (const [login, menu] of Object.entries(MENUS)) {
    test(`the menu of ${login}`, async () => {
        const window = await world.signedIn(login);
        const links = await window.page.locator('nav.menu a').evaluateAll((all) => all.map((each) => each.getAttribute('href')));
        assert.deepEqual(links, menu);
        const denied = ['/log', '/administration', '/settlement', '/provider', '/beneficiaries'].find((path) => !menu.includes(path));
        await window.page.goto(world.address + denied);
        await window.page.locator('.ant-result').waitFor();
        await window.close();
    });
}

for (const language of ['vi', 'en'] as const) {
    test(`every screen and tab in ${language}`, async () => {
        let window: Window | null = null;
        let who = '';
        const wrong: string[] = [];
        for (const [login, path, name] of SCREENS) {
            if (login !== who) {
                await window?.close();
                window = await world.signedIn(login, language);
                who = login;
            }
            assert.ok(window);
            await window.open(path);
            if (language === 'vi' && IN_README.has(name)) {
                await window.picture(name);
            }
            wrong.push(...(await wrongs(window, path)));
            const tabs = await window.page.getByRole('tab').allInnerTexts();
            for (const tab of tabs.slice(1)) {
                await window.tab(tab);
                wrong.push(...(await wrongs(window, `${path} ${tab}`)));
            }
        }
        await window?.close();
        assert.deepEqual(wrong, []);
    });
}

test('a narrow window has the menu behind a button', async () => {
    const window = await world.window('vi', { width: 390, height: 800 });
    await window.signIn('canbo1');
    await window.settle();
    assert.equal(await window.page.locator('nav.menu').count(), 0);
    await window.page.getByRole('button', { name: 'Danh mục chính' }).click();
    await window.page.locator('nav.menu').getByRole('link', { name: 'Đối tượng' }).click();
    await window.page.getByRole('heading', { level: 1, name: 'Đối tượng' }).waitFor();
    await window.settle();
    assert.deepEqual(await wrongs(window, 'narrow'), []);
    await window.close();
});

test('by keyboard alone: past the menu to the content, and into a person', async () => {
    const window = await world.signedIn('canbo1');
    await window.open('/beneficiaries');
    await window.page.keyboard.press('Tab');
    assert.equal(await window.page.evaluate(() => document.activeElement?.className), 'skip');
    await window.page.keyboard.press('Enter');
    assert.equal(await window.page.evaluate(() => document.activeElement?.id), 'content');
    await window.page.locator('tbody a').first().focus();
    await window.page.keyboard.press('Enter');
    await window.page.waitForURL(/beneficiaries\/\d+/);
    await window.close();
});
