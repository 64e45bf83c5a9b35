"""Owns the line icons: name to SVG path, drawn on a 24 × 24 grid, stroke 1.75, no fill."""

ICONS = {
    "paper": '<path d="M6 3.5h9l4 4v13H6zM15 3.5v4h4M9 12h7M9 15.5h5"/>',
    "home": '<path d="M4 11 12 4l8 7M6 9.5V20h12V9.5M10 20v-5h4v5"/>',
    "plan": '<path d="M5 4h14v16H5zM8.5 8.5h7M8.5 12h7M8.5 15.5h4"/>',
    "upload": '<path d="M12 16V5M7.5 9 12 4.5 16.5 9M5 15v5h14v-5"/>',
    "download": '<path d="M12 4v11M7.5 11.5 12 16l4.5-4.5M5 15v5h14v-5"/>',
    "bell": '<path d="M6 16V11a6 6 0 0 1 12 0v5l1.5 2h-15zM10 20.5h4"/>',
    "help": (
        '<path d="M4 5h16v12H10l-4 3.5V17H4z"/>'
        '<path d="M10 9.2a2 2 0 1 1 2.6 1.9c-.4.2-.6.5-.6.9v.4M12 14.5h.01"/>'
    ),
    "person": ('<circle cx="12" cy="8" r="4"/><path d="M4.5 20.5c.8-4 3.7-6 7.5-6s6.7 2 7.5 6"/>'),
    "type": '<path d="M3 19 8.5 5 14 19M5 14.5h7M15 19l3-8 3 8M16 16.5h4"/>',
    "go": '<path d="m9 5 7 7-7 7"/>',
    "back": '<path d="m15 5-7 7 7 7"/>',
    "check": '<path d="m5 12.5 4.5 4.5L19 7.5"/>',
    "warn": '<path d="M12 4 2.8 20h18.4zM12 10v4.5M12 17.2h.01"/>',
    "info": '<circle cx="12" cy="12" r="8.5"/><path d="M12 11v5.5M12 7.8h.01"/>',
    "clock": '<circle cx="12" cy="12" r="8.5"/><path d="M12 7v5l3.5 2"/>',
    "lock": '<path d="M5 11h14v9H5zM8 11V8a4 4 0 0 1 8 0v3"/>',
    "out": '<path d="M14 4H5v16h9M10 12h10M16.5 8.5 20 12l-3.5 3.5"/>',
    "city": '<path d="M4 20v-9h16v9M4 15h16M8 11V4h8v7"/>',
    "school": '<path d="M3 20V10l9-5 9 5v10zM12 5V2M10 20v-5h4v5M7 13h.01M17 13h.01"/>',
    "terminal": '<path d="M3 5h18v14H3zM7 9.5l3 2.5-3 2.5M12.5 15H17"/>',
    "machine": '<path d="M3 4h18v12H3zM12 16v4M8 20h8M7 12V9M11 12V7M15 12v-3"/>',
    "shield": '<path d="M12 3.5 5 6v5.5c0 4 3 7.3 7 9 4-1.7 7-5 7-9V6zM9 12l2.2 2.2L15 10"/>',
    "search": '<circle cx="10.5" cy="10.5" r="6"/><path d="m15 15 5 5"/>',
    "stop": '<circle cx="12" cy="12" r="8.5"/><path d="M9 9h6v6H9z"/>',
    "swap": '<path d="M4 8h14M14.5 4.5 18 8l-3.5 3.5M20 16H6M9.5 12.5 6 16l3.5 3.5"/>',
    "wall": '<path d="M3 5h18v12H3zM7 13v-3M11 13V8M15 13v-2M12 17v3M8 20h8"/>',
    "list": '<path d="M8 6h12M8 12h12M8 18h12M4 6h.01M4 12h.01M4 18h.01"/>',
    "talk": '<path d="M4 5h16v13H9l-5 3zM8 10h8M8 13.5h5"/>',
    "flag": '<path d="M6 21V4M6 5h11l-2 4 2 4H6"/>',
    "ledger": '<path d="M9 4h6v3H9zM9 5.5H5V21h14V5.5h-4M9 13l2 2 4-4"/>',
}
"""Icon name → the shapes inside the svg element."""
