/** Language, and who is signed in; everything else is loaded when somebody is. */
import { lazy, Suspense, useCallback, useEffect, useState } from 'react';

import { clientLanguage } from './api/client';
import { SessionProvider, useSession } from './api/session';
import { SignIn } from './screens/sign-in';
import { COMMON } from './text/common';
import { LanguageContext, useText, type Language } from './text/text';

const shellLoad = () => import('./Shell');
const Shell = lazy(shellLoad);

function languageStored(): Language {
    try {
        return localStorage.getItem('language') === 'en' ? 'en' : 'vi';
    } catch {
        return 'vi';
    }
}

function Inside({ onLanguage }: { onLanguage: (language: Language) => void }) {
    const text = useText(COMMON);
    const { session, isLoading } = useSession();
    useEffect(() => {
        if (!isLoading && !session) {
            void shellLoad(); /* while the password is being typed */
        }
    }, [isLoading, session]);
    const wait = <p className="wait">{text.loading}</p>;
    if (isLoading) {
        return wait;
    }
    if (!session) {
        return <SignIn onLanguage={onLanguage} />;
    }
    return (
        <Suspense fallback={wait}>
            <Shell onLanguage={onLanguage} />
        </Suspense>
    );
}

export function App() {
    const [language, setLanguage] = useState<Language>(languageStored);
    clientLanguage(language);
    useEffect(() => {
        document.documentElement.lang = language;
    }, [language]);
    const choose = useCallback((next: Language) => {
        setLanguage(next);
        try {
            localStorage.setItem('language', next);
        } catch {
            /* a browser that keeps nothing: the choice holds until the page is left */
        }
    }, []);
    return (
        <LanguageContext.Provider value={language}>
            <SessionProvider>
                <Inside onLanguage={choose} />
            </SessionProvider>
        </LanguageContext.Provider>
    );
}
