import { useLanguage, type Language } from '../text/text';

/** The other language, named in itself. */
export function LanguageSwitch({ onLanguage }: { onLanguage: (language: Language) => void }) {
    const other = useLanguage() === 'vi' ? 'en' : 'vi';
    return (
        <button type="button" className="as-link language" lang={other} onClick={() => onLanguage(other)}>
            {other === 'vi' ? 'Tiếng Việt' : 'English'}
        </button>
    );
}
