"""Small signs for cards, our own drawings: white strokes on a field of 24 × 24."""

from collections.abc import Mapping
from types import MappingProxyType

SIGNS: Mapping[str, str] = MappingProxyType(
    {
        "lambda": '<path d="M7.5 4.5h3.2L17 19.5h2"/><path d="M11.6 9.8 6 19.5"/>',
        "chip": '<rect x="6.5" y="6.5" width="11" height="11" rx="1.5"/><path d="M9.5 3.5v3m5-3v3m-5 11v3m5-3v3'
        'M3.5 9.5h3m-3 5h3m11-5h3m-3 5h3"/>',
        "scale": '<rect x="4" y="13" width="7" height="7" rx="1"/><path d="M13 11 20 4m-5 0h5v5M13 17h3v3M8 10V7h3"/>',
        "box": '<path d="m12 3.5 8 4.3v8.4l-8 4.3-8-4.3V7.8z"/><path d="m4 7.8 8 4.4 8-4.4M12 12.2v8.3"/>',
        "wheel": '<circle cx="12" cy="12" r="3.2"/><circle cx="12" cy="12" r="8"/><path d="M12 4v4.8m0 6.4V20'
        'M4 12h4.8m6.4 0H20"/>',
        "layers": '<path d="m12 4 8 4.2-8 4.2-8-4.2z"/><path d="m4 12.2 8 4.2 8-4.2M4 16.2l8 4.2 8-4.2"/>',
        "play": '<circle cx="12" cy="12" r="8.3"/><path d="m10 8.4 5.6 3.6L10 15.6z"/>',
        "branch": '<circle cx="5.5" cy="12" r="2"/><circle cx="18.5" cy="5.5" r="2"/><circle cx="18.5" cy="12" r="2"/>'
        '<circle cx="18.5" cy="18.5" r="2"/><path d="M7.5 12h9M11 12V8q0-2.5 2.5-2.5h3M11 12v4q0 2.5 2.5 2.5h3"/>',
        "globe": '<circle cx="12" cy="12" r="8.3"/><path d="M3.7 12h16.6M12 3.7c5.4 5 5.4 11.6 0 16.6-5.4-5-5.4-11.6 0-16.6"/>',
        "signpost": '<path d="M12 3.5v17M8.5 20.5h7M5 5.5h11l3 2.7-3 2.7H5zM19 12.5H8.5l-3 2.4 3 2.4H19z"/>',
        "code": '<path d="m8 7.5-4.5 4.5L8 16.5M16 7.5l4.5 4.5-4.5 4.5M13.6 5.5l-3.2 13"/>',
        "gate": '<path d="M4 20V10.5a8 8 0 0 1 16 0V20M2.5 20h5M16.5 20h5M8.3 13.2h7.4m-2.6-2.8 2.8 2.8-2.8 2.8"/>',
        "plug": '<path d="M8.5 3.5v5m7-5v5M6 8.5h12v2.8a6 6 0 0 1-12 0zM12 17.3v3.2"/>',
        "hub": '<circle cx="12" cy="12" r="3"/><circle cx="5" cy="5.5" r="1.7"/><circle cx="19" cy="5.5" r="1.7"/>'
        '<circle cx="5" cy="18.5" r="1.7"/><circle cx="19" cy="18.5" r="1.7"/><path d="m6.3 6.8 3.5 3m7.9-3-3.5 3M6.3 17.2l3.5-3m7.9 3-3.5-3"/>',
        "bucket": '<ellipse cx="12" cy="6.3" rx="7.5" ry="2.6"/><path d="m4.5 6.5 2.2 12.2c.9 2.4 9.7 2.4 10.6 0l2.2-12.2"/>',
        "files": '<path d="M7 3.8h7.2L18 7.6v12.6H7z"/><path d="M14 3.8v4h4M9.8 12h5.4m-5.4 3.7h5.4"/>',
        "disk": '<rect x="3.8" y="5" width="16.4" height="6.2" rx="1.4"/><rect x="3.8" y="13" width="16.4" height="6.2" rx="1.4"/>'
        '<path d="M7 8.1h.1M7 16.1h.1M11 8.1h6m-6 8h6"/>',
        "cylinder": '<ellipse cx="12" cy="6" rx="7" ry="2.6"/><path d="M5 6v12c0 3.5 14 3.5 14 0V6M5 12c0 3.5 14 3.5 14 0"/>',
        "table": '<ellipse cx="12" cy="5.8" rx="7" ry="2.4"/><path d="M5 5.8v12.4c0 3.2 14 3.2 14 0V5.8M5 10c0 3.2 14 3.2 14 0'
        'M5 14.1c0 3.2 14 3.2 14 0"/>',
        "bolt": '<path d="M13.2 3 5.5 13.4h5.3L9.8 21l8.2-10.9h-5.5z"/>',
        "queue": '<rect x="3" y="8.5" width="5" height="7" rx="1"/><rect x="9.6" y="8.5" width="5" height="7" rx="1"/>'
        '<path d="M16.5 12h4.8m-2.3-2.4 2.4 2.4-2.4 2.4"/>',
        "broadcast": '<circle cx="12" cy="12" r="2"/><path d="M8.3 15.7a5.2 5.2 0 0 1 0-7.4m7.4 0a5.2 5.2 0 0 1 0 7.4'
        'M5.5 18.5a9.2 9.2 0 0 1 0-13m13 0a9.2 9.2 0 0 1 0 13"/>',
        "flow": '<rect x="9" y="3" width="6" height="4.6" rx="1"/><rect x="3" y="16.4" width="6" height="4.6" rx="1"/>'
        '<rect x="15" y="16.4" width="6" height="4.6" rx="1"/><path d="M12 7.6V12M6 16.4V12h12v4.4"/>',
        "envelope": '<rect x="3.5" y="5.5" width="17" height="13" rx="1.5"/><path d="m4 7 8 6.2L20 7"/>',
        "stream": '<path d="M3.5 7c2.8-2.6 5.7-2.6 8.5 0s5.7 2.6 8.5 0M3.5 12c2.8-2.6 5.7-2.6 8.5 0s5.7 2.6 8.5 0'
        'M3.5 17c2.8-2.6 5.7-2.6 8.5 0s5.7 2.6 8.5 0"/>',
        "shield": '<path d="M12 3.2c2.4 1.8 4.8 2.6 7.3 2.7 0 7.2-1.9 11.6-7.3 14.9-5.4-3.3-7.3-7.7-7.3-14.9 2.5-.1 4.9-.9 7.3-2.7z"/>'
        '<path d="m8.8 12 2.3 2.4 4.2-4.6"/>',
        "lock": '<rect x="5" y="10.5" width="14" height="9.5" rx="1.6"/><path d="M8 10.5V8a4 4 0 0 1 8 0v2.5M12 14v2.6"/>',
        "key": '<circle cx="8" cy="12" r="4.2"/><path d="M12.2 12h9M17.6 12v3.4M20.6 12v2.6"/>',
        "person": '<circle cx="12" cy="8" r="3.9"/><path d="M4.3 20.3c.6-5 3.4-7.3 7.7-7.3s7.1 2.3 7.7 7.3"/>',
        "chart": '<path d="M4 4v16h16M8 16.5v-4m4 4V8m4 8.5v-6"/>',
        "search": '<circle cx="10.5" cy="10.5" r="6.2"/><path d="m15.2 15.2 5 5"/>',
        "spark": '<path d="M12 3.2c.8 5.4 3 7.8 8.6 8.8-5.6 1-7.8 3.4-8.6 8.8-.8-5.4-3-7.8-8.6-8.8 5.6-1 7.8-3.4 8.6-8.8z"/>',
        "screen": '<rect x="3.5" y="4.5" width="17" height="11.5" rx="1.5"/><path d="M12 16v4m-4 0h8"/>',
        "building": '<path d="M6 20.5V4h12v16.5M3.5 20.5h17M9.5 7.8h.1m4.8 0h.1m-5 4h.1m4.8 0h.1M10.5 20.5v-4.3h3v4.3"/>',
        "question": '<path d="M8.3 9a3.8 3.8 0 1 1 5.6 3.3c-1.3.8-1.9 1.4-1.9 3M12 18.9v.1"/>',
    }
)
