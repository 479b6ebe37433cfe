/** One's own area, or a commune of it. A native select: screen readers and small machines know it. */
import { useGet } from '../api/hooks';
import { useSignedIn } from '../api/session';
import { COMMON } from '../text/common';
import { useText } from '../text/text';

export function useAreas() {
    const { home_area_id, roles } = useSignedIn();
    const widest = roles[0]?.area_id || home_area_id;
    return useGet('/api/v1/areas', { query: { parent_area_id: widest } }, { staleTime: Infinity });
}

export function AreaSelect({
    value,
    onChange,
    id,
}: {
    value: number | undefined;
    onChange: (areaId: number | undefined) => void;
    id: string;
}) {
    const text = useText(COMMON);
    const areas = useAreas().data?.areas ?? [];
    if (areas.length === 0) {
        return null;
    }
    return (
        <label htmlFor={id} className="field-inline">
            {text.area}
            <select id={id} value={value ?? ''} onChange={(event) => onChange(Number(event.target.value) || undefined)}>
                <option value="">{text.wholeArea}</option>
                {areas.map((area) => (
                    <option key={area.area_id} value={area.area_id}>
                        {area.name}
                    </option>
                ))}
            </select>
        </label>
    );
}
