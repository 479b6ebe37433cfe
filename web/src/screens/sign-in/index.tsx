/** The first page. It brings none of the big components: on a slow line it must be there at once. */
import { useEffect } from 'react';

import { LanguageSwitch } from '../../parts/LanguageSwitch';
import { COMMON } from '../../text/common';
import { useText, type Language } from '../../text/text';
import { SignInForm } from './SignInForm';
import { SIGN_IN } from './text';

export function SignIn({ onLanguage }: { onLanguage: (language: Language) => void }) {
    const text = useText(SIGN_IN);
    const common = useText(COMMON);
    useEffect(() => {
        document.title = `${text.title} · ${common.app}`;
    }, [text, common]);
    return (
        <div className="sign-in">
            <main className="sign-in-card">
                <div className="sign-in-head">
                    <img src="/icon.svg" width={44} height={44} alt="" />
                    <div>
                        <h1>{common.app}</h1>
                        <span>{common.appLong}</span>
                    </div>
                </div>
                <p>{text.about}</p>
                <SignInForm />
                <div className="sign-in-foot">
                    <span>{text.forgotten}</span>
                    <LanguageSwitch onLanguage={onLanguage} />
                </div>
            </main>
        </div>
    );
}
