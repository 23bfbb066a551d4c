"""What the store writes, read by h5py, pandas, anndata, netCDF4 and xarray. Speaks TAP; a missing package is a skip."""

import hashlib
import struct
import subprocess
import sys

import tap

WRITER = sys.argv[1]

USERS = ["Ștefan", "", "李 \"quoted\""]
COLUMNS = {
    "is_seed": ("bool", [True, False, True]),
    "level": ("uint8", [0, 7, 255]),
    "change": ("int32", [-(2**31), 0, 2**31 - 1]),
    "friends": ("uint32", [0, 1, 2**32 - 1]),
    "account": ("int64", [-(2**40), -1, 2**40]),
    "views": ("uint64", [0, 1, 2**63]),
    "weight": ("float32", [-1.5, 0, 3.25]),
    "cost": ("float64", [-0.1, 1e-300, 0.1]),
    "note": ("object", USERS),
}


def check_frame(frame, columns):
    assert list(frame.columns) == list(columns), list(frame.columns)
    for name, (dtype, values) in columns.items():
        assert str(frame[name].dtype) == dtype, (name, frame[name].dtype)
        assert list(frame[name]) == values, (name, list(frame[name]))


def six_lines_of_h5py_make_a_data_frame(path, h5py, pandas):
    def column(data):
        return data.asstr()[:] if data.dtype.kind == "O" else data[:]
    with h5py.File(path) as file:
        group = file["seeds"]
        frame = pandas.DataFrame({name: column(group[name]) for name in group.attrs["column-order"]},
                                 index=column(group[group.attrs["_index"]]))
    check_frame(frame, COLUMNS)
    assert list(frame.index) == USERS


def every_numeric_data_set_has_units_and_a_long_name(path, h5py):
    found = []

    def check(name, item):
        if isinstance(item, h5py.Dataset):
            found.append(name)
            if item.dtype.kind != "O":
                assert isinstance(item.attrs["units"], str) and isinstance(item.attrs["long_name"], str), name
    with h5py.File(path) as file:
        file.visititems(check)
        assert file["seeds/cost"].attrs["units"] == "EUR"
    assert len(found) > 40


def small_data_are_contiguous_and_large_ones_compressed(path, h5py):
    with h5py.File(path) as file:
        assert file["seeds/cost"].chunks is None
        large = file["large/x"]
        assert large.compression == "gzip" and large.compression_opts == 1 and large.shuffle
        assert list(large[:3]) == [0, 0.5, 1] and large[-1] == 9999.5


def every_axis_of_an_array_has_its_scale(path, h5py):
    with h5py.File(path) as file:
        active = file["curves/active"]
        assert [len(axis) for axis in active.dims] == [1, 1, 1]
        assert [axis[0].name for axis in active.dims] == ["/curves/content", "/curves/round", "/curves/run"]
        assert list(active.dims[1][0][:]) == [0, 0.5, 1]


def root_attributes_say_what_the_file_is(path, h5py):
    with h5py.File(path) as file:
        attributes = dict(file.attrs)
    assert attributes["format"] == "wom sample" and attributes["format_version"] == "1.0"
    assert attributes["status"] == "complete" and attributes["creator"].startswith("wom ")
    assert attributes["created"].endswith("Z") and attributes["seed"] == 2**64 - 1


TYPES = {"|b1": "bool", "|u1": "uint8", "<i4": "int32", "<u4": "uint32", "<i8": "int64", "<u8": "uint64",
         "<f4": "float", "<f8": "double", "|O": "string"}


def hash_group(state, group, h5py):
    """The digest as the header describes it."""
    def add_text(text):
        state.update(struct.pack("<Q", len(text)) + text)
    for name in sorted(group, key=str.encode):
        item = group[name]
        if item.name in ("/provenance", "/scenario_json") or isinstance(item, h5py.Datatype):
            continue
        if isinstance(item, h5py.Group):
            hash_group(state, item, h5py)
            continue
        add_text(item.name.encode())
        add_text(TYPES[item.dtype.str].encode())
        state.update(struct.pack("<Q", item.ndim) + b"".join(struct.pack("<Q", length) for length in item.shape))
        if item.dtype.kind != "O":
            state.update(item[()].tobytes())
        else:
            for text in item[()].ravel():
                add_text(text)


def digest_of(path):
    return subprocess.run([WRITER, "--digest", path], check=True, capture_output=True, text=True).stdout.strip()


def the_digest_is_what_the_header_says(path, h5py):
    state = hashlib.sha256()
    with h5py.File(path) as file:
        hash_group(state, file, h5py)
    assert state.hexdigest() == digest_of(path)


def chunks_and_compression_do_not_change_the_digest(path, h5py):
    def copy(source, target):
        for name, item in source.items():
            if isinstance(item, h5py.Group):
                copy(item, target.create_group(name))
            elif isinstance(item, h5py.Dataset) and item.size > 1:
                chunks = tuple(max(1, length // 3) for length in item.shape)
                target.create_dataset(name, data=item[()], dtype=item.dtype, chunks=chunks, compression="gzip")
            elif isinstance(item, h5py.Dataset):
                target.create_dataset(name, data=item[()], dtype=item.dtype)
    other = path + ".copy"
    with h5py.File(path) as source, h5py.File(other, "w") as target:
        copy(source, target)
    assert digest_of(other) == digest_of(path)


def a_file_changed_by_others_is_read_again(path, h5py):
    other = path + ".changed"
    with open(path, "rb") as source, open(other, "wb") as target:
        target.write(source.read())
    with h5py.File(other, "a") as file:
        file["curves/mean"][0] = 7.0
    assert len(digest_of(other)) == 64 and digest_of(other) != digest_of(path)


def read_element(path, name, h5py):
    from anndata.experimental import read_elem
    with h5py.File(path) as file:
        return read_elem(file[name])


def anndata_reads_a_labelled_table(path, h5py, anndata):
    frame = read_element(path, "seeds", h5py)
    check_frame(frame, COLUMNS)
    assert list(frame.index) == USERS and frame.index.name == "user"


def anndata_reads_a_numbered_table(path, h5py, anndata):
    frame = read_element(path, "numbered", h5py)
    check_frame(frame, {"user": ("object", USERS), **COLUMNS})
    assert list(frame.index) == [0, 1, 2]


def anndata_reads_a_table_without_rows(path, h5py, anndata):
    empty = {name: (dtype, []) for name, (dtype, _) in COLUMNS.items()}
    check_frame(read_element(path, "empty", h5py), {"user": ("object", []), **empty})


def anndata_reads_arrays_and_texts(path, h5py, anndata):
    assert read_element(path, "curves/active", h5py).tolist()[1][2] == [20, 21, 22, 23]
    assert list(read_element(path, "curves/content", h5py)) == ["launch", "săle"]
    assert read_element(path, "scenario_json", h5py) == '{"name": "läunch"}'
    assert read_element(path, "provenance/empty", h5py) == ""


def netcdf_sees_every_data_set(path, h5py, netCDF4):
    with h5py.File(path) as file, netCDF4.Dataset(path) as other:
        for name in ("seeds", "numbered", "empty", "large", "curves", "none", "provenance"):
            assert set(other[name].variables) == set(file[name]), name


def xarray_opens_a_group_with_its_axes(path, xarray, netCDF4):
    with xarray.open_dataset(path, group="curves", engine="netcdf4") as curves:
        assert curves.active.dims == ("content", "round", "run")
        assert curves.active.sel(content="săle", round=0.5, run=3).item() == 19
        assert curves["mean"].attrs["units"] == "EUR" and curves["mean"].attrs["long_name"] == "mean cost"
        assert list(curves.label.values) == USERS
        assert list(curves.is_over.values) == [1, 0, 1]


def xarray_opens_an_axis_without_places(path, xarray, netCDF4):
    with xarray.open_dataset(path, group="none", engine="netcdf4") as none:
        assert none["values"].dims == ("nothing",) and none["values"].size == 0


def xarray_opens_tables_and_texts(path, xarray, netCDF4):
    with xarray.open_dataset(path, group="seeds", engine="netcdf4") as seeds:
        assert list(seeds.user.values) == USERS and list(seeds.is_seed.values) == [1, 0, 1]
    with xarray.open_dataset(path, engine="netcdf4") as root:
        assert root.scenario_json.item() == '{"name": "läunch"}'
    with xarray.open_dataset(path, group="empty", engine="netcdf4") as empty:
        assert empty.user.size == 0


TESTS = [
    six_lines_of_h5py_make_a_data_frame,
    every_numeric_data_set_has_units_and_a_long_name,
    small_data_are_contiguous_and_large_ones_compressed,
    every_axis_of_an_array_has_its_scale,
    root_attributes_say_what_the_file_is,
    the_digest_is_what_the_header_says,
    chunks_and_compression_do_not_change_the_digest,
    a_file_changed_by_others_is_read_again,
    anndata_reads_a_labelled_table,
    anndata_reads_a_numbered_table,
    anndata_reads_a_table_without_rows,
    anndata_reads_arrays_and_texts,
    netcdf_sees_every_data_set,
    xarray_opens_a_group_with_its_axes,
    xarray_opens_an_axis_without_places,
    xarray_opens_tables_and_texts,
]


sys.exit(tap.main(TESTS, WRITER))
