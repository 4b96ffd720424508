# Runs a program and keeps every number that it works out on the way.
import ast
import fractions
import math

_source = ""
_LIMIT = 4000
_kept = {}


def _keep(value):
    if len(_kept) < _LIMIT:
        kind = type(value)
        if kind is int:
            if abs(value) < 10**15:
                _kept[str(value)] = None
        elif kind is float:
            if math.isfinite(value):
                _kept[repr(value)] = None
        elif kind is fractions.Fraction:
            _kept[repr(float(value))] = None
    return value


class _Keeping(ast.NodeTransformer):
    def _kept(self, node):
        self.generic_visit(node)
        call = ast.Call(func=ast.Name(id="<keep>", ctx=ast.Load()), args=[node], keywords=[])
        return ast.copy_location(call, node)

    visit_BinOp = visit_Call = visit_UnaryOp = visit_IfExp = _kept

    def _loaded(self, node):
        if isinstance(node.ctx, ast.Load):
            return self._kept(node)
        return self.generic_visit(node)

    visit_Name = visit_Subscript = _loaded


def _run(source):
    tree = ast.fix_missing_locations(_Keeping().visit(ast.parse(source)))
    names = {"__name__": "__main__", "<keep>": _keep}
    exec(compile(tree, "program", "exec"), names)
    _keep(names.get("output"))
    return list(_kept)


output = _run(_source)
