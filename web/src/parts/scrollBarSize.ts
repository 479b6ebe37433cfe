/** How wide the scroll bar of the window is, measured without a style element (the policy refuses one). */
export default function getScrollBarSize(): number {
    return window.innerWidth - document.documentElement.clientWidth;
}

export function getTargetScrollBarSize(): { width: number; height: number } {
    return { width: getScrollBarSize(), height: 0 };
}
