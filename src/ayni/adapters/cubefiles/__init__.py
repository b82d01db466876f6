"""Results of studies as Parquet with a manifest, and what they are computed from as one packed file."""

from ayni.adapters.cubefiles.cubes import DamagedCube, Manifest, read_cube, write_cube
from ayni.adapters.cubefiles.packing import DamagedInputs, NotPacked, digest_of, pack, unpack

__all__ = [
    "DamagedCube",
    "DamagedInputs",
    "Manifest",
    "NotPacked",
    "digest_of",
    "pack",
    "read_cube",
    "unpack",
    "write_cube",
]
